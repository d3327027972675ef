package io.trunkline.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JWK sets (RFC 7517). Keys that cannot verify a signature here, secret ones above all, are passed over, as section 5 demands. */
final class KeySetReader {
    /** As many keys of a set are looked at, the rest is left out. */
    static final int MAX_KEYS = 100;

    private static final int MIN_RSA_BITS = 2_048;
    private static final int MAX_RSA_BITS = 8_192;
    private static final int MAX_EXPONENT_BITS = 64;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private KeySetReader() {}

    /** IllegalArgumentException or a JacksonException if this is no key set at all. */
    static KeySet read(byte[] json) {
        var listed = JSON.readTree(json).path("keys");
        if (!listed.isArray()) {
            throw new IllegalArgumentException("no key set");
        }
        var byName = new HashMap<String, List<VerificationKey>>();
        listed.valueStream().limit(MAX_KEYS).filter(JsonNode::isObject).forEach(node -> {
            var name = node.path("kid").asString("");
            usable(node)
                    .ifPresent(key -> byName.computeIfAbsent(name, none -> new ArrayList<>())
                            .add(key));
        });
        return new KeySet(byName);
    }

    private static Optional<VerificationKey> usable(JsonNode node) {
        try {
            var key = JWK.parse(node.toString());
            return isForSignatures(key)
                    ? Optional.of(VerificationKey.of(publicKey(key), algorithms(key)))
                    : Optional.empty();
        } catch (ParseException | IllegalArgumentException | JOSEException | GeneralSecurityException otherKind) {
            return Optional.empty();
        }
    }

    private static boolean isForSignatures(JWK key) {
        return (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
                && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY));
    }

    /** Those that the key itself is limited to; empty for no limit. */
    private static Set<JWSAlgorithm> algorithms(JWK key) {
        return key.getAlgorithm() == null
                ? Set.of()
                : Set.of(JWSAlgorithm.parse(key.getAlgorithm().getName()));
    }

    private static PublicKey publicKey(JWK key) throws JOSEException, GeneralSecurityException {
        if (key instanceof RSAKey rsa) {
            return checked(rsa.toRSAPublicKey());
        }
        if (key instanceof ECKey ec) {
            return ec.toECPublicKey();
        }
        if (key instanceof OctetKeyPair pair
                && Ed25519Verifier.CURVE.equals(pair.getCurve().getName())) {
            return PublicKeys.ed25519(pair.getDecodedX());
        }
        throw new InvalidKeySpecException("not a key of a kind that verifies here");
    }

    /** Neither so small that it can be broken, nor so large that to use it is a burden. */
    private static RSAPublicKey checked(RSAPublicKey key) throws InvalidKeySpecException {
        var bits = key.getModulus().bitLength();
        if (bits < MIN_RSA_BITS
                || bits > MAX_RSA_BITS
                || key.getPublicExponent().bitLength() > MAX_EXPONENT_BITS) {
            throw new InvalidKeySpecException("not an RSA key of a size that is used here");
        }
        return key;
    }
}
