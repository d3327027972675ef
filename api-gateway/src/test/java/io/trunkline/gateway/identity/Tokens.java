package io.trunkline.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import io.trunkline.gateway.directory.KeySettings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Makes tokens and keys as applications' owners do, and as attackers would. */
public final class Tokens {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Tokens() {}

    /** A token as npm's jsonwebtoken makes it of the text of a secret. */
    public static String hs256(String secret, Map<String, ?> claims) {
        return hmac("HS256", secret, claims);
    }

    static String hmac(String algorithm, String secret, Map<String, ?> claims) {
        return hmac(Map.of("alg", algorithm, "typ", "JWT"), secret, claims);
    }

    static String hmac(Map<String, ?> header, String secret, Map<String, ?> claims) {
        var input = encoded(header) + "." + encoded(claims);
        return input + "." + Base64URL.encode(mac(String.valueOf(header.get("alg")), secret, input));
    }

    private static byte[] mac(String algorithm, String secret, String input) {
        try {
            var name = "HmacSHA" + algorithm.substring(2);
            var mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), name));
            return mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Signed with a private key of the kind that the algorithm wants. */
    public static String signed(String algorithm, PrivateKey key, Map<String, ?> claims) {
        return signed(new JWSHeader(JWSAlgorithm.parse(algorithm)), key, claims);
    }

    /** The same, naming the key. */
    public static String signed(String algorithm, String keyId, PrivateKey key, Map<String, ?> claims) {
        var header = new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).keyID(keyId);
        return signed(header.build(), key, claims);
    }

    private static String signed(JWSHeader header, PrivateKey key, Map<String, ?> claims) {
        if (header.getAlgorithm().equals(JWSAlgorithm.EdDSA)) {
            return edDsa(header, key, claims);
        }
        try {
            JWSSigner signer = key instanceof ECPrivateKey ec ? new ECDSASigner(ec) : new RSASSASigner(key);
            var token = new JWSObject(header, new Payload(JSON.writeValueAsString(claims)));
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String edDsa(JWSHeader header, PrivateKey key, Map<String, ?> claims) {
        try {
            var input = encoded(header.toJSONObject()) + "." + encoded(claims);
            var signature = Signature.getInstance("EdDSA");
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64URL.encode(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** One part of a token. */
    static String encoded(Map<String, ?> json) {
        return Base64URL.encode(JSON.writeValueAsBytes(json)).toString();
    }

    public static KeyPair keys(String kind) {
        try {
            if (kind.startsWith("secp")) {
                var generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec(kind));
                return generator.generateKeyPair();
            }
            return KeyPairGenerator.getInstance(kind).generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    public static String pem(KeyPair keys) {
        var body = Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    }

    /** Settings that point to a set of published keys. */
    static KeySettings published(String address, String... algorithms) {
        return new KeySettings("jwks", null, List.of(algorithms), List.of(), null, address);
    }

    /** Settings without demands on issuer and audience. */
    public static KeySettings raw(@Nullable String key, String... algorithms) {
        return new KeySettings("raw", key, List.of(algorithms), List.of(), null, null);
    }
}
