package io.trunkline.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.util.Set;

/** EdDSA with Ed25519 by the JDK: Nimbus' own needs Tink. */
final class Ed25519Verifier extends BaseJWSProvider implements JWSVerifier {
    static final String CURVE = "Ed25519";

    private final EdECPublicKey key;

    Ed25519Verifier(EdECPublicKey key) {
        super(Set.of(JWSAlgorithm.EdDSA));
        this.key = key;
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) throws JOSEException {
        try {
            var verification = Signature.getInstance(CURVE);
            verification.initVerify(key);
            verification.update(signingInput);
            return verification.verify(signature.decode());
        } catch (SignatureException notASignature) {
            return false;
        } catch (GeneralSecurityException missing) {
            throw new JOSEException(missing.getMessage(), missing);
        }
    }
}
