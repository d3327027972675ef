package io.trunkline.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HS256, HS384 and HS512 with the text of a key as the secret, of any length: Nimbus' own refuses the short ones that tenants have. */
final class HmacVerifier extends BaseJWSProvider implements JWSVerifier {
    private static final Map<JWSAlgorithm, String> MACS = Map.of(
            JWSAlgorithm.HS256, "HmacSHA256",
            JWSAlgorithm.HS384, "HmacSHA384",
            JWSAlgorithm.HS512, "HmacSHA512");

    private final byte[] secret;

    HmacVerifier(String secret) {
        super(MACS.keySet());
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) throws JOSEException {
        var name = MACS.get(header.getAlgorithm());
        if (name == null) {
            return false;
        }
        try {
            var mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(secret, name));
            return MessageDigest.isEqual(mac.doFinal(signingInput), signature.decode());
        } catch (GeneralSecurityException missing) {
            throw new JOSEException(missing.getMessage(), missing);
        }
    }
}
