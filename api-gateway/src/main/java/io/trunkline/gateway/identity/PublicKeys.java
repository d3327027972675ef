package io.trunkline.gateway.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Reads public keys from PEM (RFC 7468 section 13, SubjectPublicKeyInfo). */
final class PublicKeys {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

    private PublicKeys() {}

    /** Whether a key's text is PEM of any kind, and so never a shared secret. */
    static boolean isPem(String text) {
        return text.contains("-----BEGIN ");
    }

    static PublicKey parse(String pem) throws GeneralSecurityException {
        var text = pem.strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new InvalidKeySpecException("not a PEM public key");
        }
        return decode(new X509EncodedKeySpec(octets(text)));
    }

    private static byte[] octets(String text) throws InvalidKeySpecException {
        try {
            return Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), text.length() - END.length()));
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidKeySpecException("not a PEM public key", notBase64);
        }
    }

    private static PublicKey decode(X509EncodedKeySpec spec) throws GeneralSecurityException {
        var none = new InvalidKeySpecException("not a key of the kinds " + KINDS);
        for (var kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(spec);
            } catch (InvalidKeySpecException otherKind) {
                none.addSuppressed(otherKind);
            }
        }
        throw none;
    }
}
