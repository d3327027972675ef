package io.trunkline.broker;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes ids of hex digits. */
final class Ids {
    private static final HexFormat HEX = HexFormat.of();
    private final String node;
    private final RandomGenerator random;

    Ids(String node, RandomGenerator random) {
        this.node = node;
        this.random = random;
    }

    /** 32 digits: the node's 8, then 96 random bits. */
    String connection() {
        return node + HEX.toHexDigits(random.nextInt()) + HEX.toHexDigits(random.nextLong());
    }

    /** 32 digits, 128 random bits. */
    String message() {
        return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    }
}
