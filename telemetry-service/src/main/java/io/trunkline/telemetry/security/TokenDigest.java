package io.trunkline.telemetry.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A secret token, kept as its SHA-256 digest and compared in constant time whatever the length of what is presented. */
final class TokenDigest {
    private final byte[] digest;

    private TokenDigest(byte[] digest) {
        this.digest = digest;
    }

    static TokenDigest of(String token) {
        return new TokenDigest(sha256(token));
    }

    boolean matches(String presented) {
        return MessageDigest.isEqual(digest, sha256(presented));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
