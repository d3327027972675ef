package io.trunkline.admin.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/** A token we know, kept as its SHA-256 digest only, so that a comparison takes the same time for every guess. */
final class BearerToken {

    static final int MIN_LENGTH = 12;
    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]+");

    private final byte[] digest;

    private BearerToken(byte[] digest) {
        this.digest = digest;
    }

    static BearerToken of(String name, String text) {
        if (text.length() < MIN_LENGTH || !SENDABLE.matcher(text).matches()) {
            throw new InvalidToken("The " + name + " must have at least " + MIN_LENGTH
                    + " characters, all printable ASCII, no blanks");
        }
        return new BearerToken(sha256(text));
    }

    boolean matches(String presented) {
        return MessageDigest.isEqual(digest, sha256(presented));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
