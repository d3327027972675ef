package io.trunkline.gateway.identity;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Reads public keys from PEM (RFC 7468 section 13, SubjectPublicKeyInfo). */
final class PublicKeys {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

    private static final int ED25519_OCTETS = 32;
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private PublicKeys() {}

    /** Whether a key's text is PEM of any kind, and so never a shared secret. */
    static boolean isPem(String text) {
        return text.contains("-----BEGIN ");
    }

    /** A key of RFC 8032 by its 32 octets (RFC 8410 section 4). */
    static PublicKey ed25519(byte[] octets) throws GeneralSecurityException {
        if (octets.length != ED25519_OCTETS) {
            throw new InvalidKeySpecException("not an Ed25519 key");
        }
        var encoded = ByteBuffer.allocate(ED25519_PREFIX.length + octets.length);
        encoded.put(ED25519_PREFIX).put(octets);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded.array()));
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
