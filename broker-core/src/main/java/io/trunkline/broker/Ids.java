package io.trunkline.broker;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Makes ids of hex digits. */
final class Ids {
    private static final HexFormat HEX = HexFormat.of();

    /** Odd, so that multiplying by it visits every number once; spreads neighbours over the whole range. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final String node;
    private final RandomGenerator random;
    private final String series;
    private final AtomicLong next;

    Ids(String node, RandomGenerator random) {
        this.node = node;
        this.random = random;
        this.series = HEX.toHexDigits(random.nextLong());
        this.next = new AtomicLong(random.nextLong());
    }

    /** 32 digits: the node's 8, then 96 random bits. */
    String connection() {
        return node + HEX.toHexDigits(random.nextInt()) + HEX.toHexDigits(random.nextLong());
    }

    /**
     * 32 digits: 64 random bits drawn once, then a number never used before. Unlike a connection's it may be guessed, and a secure random generator, shared
     * by all event loops, would be a quarter of the work of a QoS 1 publish.
     */
    String message() {
        return series + HEX.toHexDigits(next.getAndIncrement() * SPREAD);
    }
}
