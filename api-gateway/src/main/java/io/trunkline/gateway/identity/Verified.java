package io.trunkline.gateway.identity;

/** What a token has proved, and the key by which it did. */
record Verified(Claims claims, VerificationKey key) {}
