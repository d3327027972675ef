package io.trunkline.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.directory.KeySettings;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A key ready to verify with, and the algorithms it may be used for: those that its owner listed and that fit its type, so that a public key is never taken
 * for a secret, nor a key for one of another curve.
 *
 * @param material what is published of it; null for one that is written in settings, which change as a whole
 * @param costly whether a verification takes long enough to keep it off the event loops
 */
record VerificationKey(
        JWSVerifier verifier, @Nullable PublicKey material, Set<JWSAlgorithm> algorithms, boolean costly) {

    /** Compiles the key in settings; {@link Refused} if no token can be verified with them. */
    static VerificationKey of(KeySettings settings) {
        var text = settings.key();
        if (!KeySettings.RAW.equals(settings.source()) || text == null || text.isEmpty()) {
            throw unusable();
        }
        try {
            var verifier = PublicKeys.isPem(text) ? asymmetric(PublicKeys.parse(text)) : new HmacVerifier(text);
            var listed = settings.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
            listed.retainAll(verifier.supportedJWSAlgorithms());
            return new VerificationKey(verifier, null, Set.copyOf(listed), !(verifier instanceof HmacVerifier));
        } catch (GeneralSecurityException | JOSEException invalid) {
            throw unusable();
        }
    }

    /** @param limited the algorithms it is for; empty for all that fit it */
    static VerificationKey of(PublicKey key, Set<JWSAlgorithm> limited) throws JOSEException {
        var verifier = asymmetric(key);
        var algorithms = new HashSet<>(verifier.supportedJWSAlgorithms());
        if (!limited.isEmpty()) {
            algorithms.retainAll(limited);
        }
        return new VerificationKey(verifier, key, Set.copyOf(algorithms), true);
    }

    private static JWSVerifier asymmetric(PublicKey key) throws JOSEException {
        if (key instanceof RSAPublicKey rsa) {
            return new RSASSAVerifier(rsa);
        }
        if (key instanceof ECPublicKey ec) {
            return new ECDSAVerifier(ec);
        }
        return new Ed25519Verifier((EdECPublicKey) key);
    }

    static Refused unusable() {
        return new Refused(Reason.UNAUTHENTICATED, "No token can be verified with the key of this application");
    }

    boolean accepts(JWSAlgorithm algorithm) {
        return algorithms.contains(algorithm);
    }

    boolean verifies(JWSObject token) {
        try {
            return token.verify(verifier);
        } catch (JOSEException invalid) {
            return false;
        }
    }
}
