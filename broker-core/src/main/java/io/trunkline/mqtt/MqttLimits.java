package io.trunkline.mqtt;

import java.time.Duration;

/**
 * What one connection may cost, whoever it is.
 *
 * @param packetBytes the largest packet, in bytes, in both directions; announced to MQTT 5 clients
 * @param connectTimeout from accepting the socket to the CONNACK
 * @param keepAlive the longest silence an MQTT 5 client may ask for, in whole seconds; who asks for more, or for any, is told this one
 * @param receiveMaximum publishes of one connection whose acknowledgement is still open; above it MQTT 5 clients are cut, others are not read
 * @param topicAliases topic aliases per connection and direction
 * @param unsentBytes bytes written to a socket and not yet taken by its peer, above which QoS 0 deliveries are dropped
 * @param keeping what is kept for clients
 * @param arrivals what those may hold together who have not logged in yet
 */
public record MqttLimits(
        int packetBytes,
        Duration connectTimeout,
        Duration keepAlive,
        int receiveMaximum,
        int topicAliases,
        int unsentBytes,
        Keeping keeping,
        ArrivalLimits arrivals) {
    /** Small packets may come several in one frame. */
    private static final int LEAST_FRAME = 64 << 10;

    /**
     * What is kept for clients, on the line and off it.
     *
     * @param expiry the longest a session outlives its connection
     * @param queuedBytes QoS 1 and 2 bytes that may wait for one session
     * @param most sessions of one application that may outlive their connections; who wants one more is refused
     * @param absentBytes QoS 1 and 2 bytes that may wait for all absent clients of one application
     */
    public record Keeping(Duration expiry, long queuedBytes, int most, long absentBytes) {
        public Keeping {
            if (queuedBytes < 1 || most < 0 || absentBytes < 0) {
                throw new IllegalArgumentException("queuedBytes is at least 1, most and absentBytes at least 0");
            }
            if (expiry.isNegative()) {
                throw new IllegalArgumentException("expiry is not negative");
            }
        }

        /** An expiry in seconds as far as it is granted. */
        long atMost(long asked) {
            return Math.min(asked, expiry.toSeconds());
        }

        /** 7 days, 32 MiB each, 50,000 sessions and 256 MiB for the absent of each application. */
        public static Keeping standard() {
            return new Keeping(Duration.ofDays(7), 32L << 20, 50_000, 256L << 20);
        }
    }

    public MqttLimits {
        if (packetBytes < 128 || unsentBytes < packetBytes) {
            throw new IllegalArgumentException("packetBytes is at least 128, unsentBytes at least packetBytes");
        }
        if (receiveMaximum < 1 || receiveMaximum > 0xffff || topicAliases < 0 || topicAliases > 0xffff) {
            throw new IllegalArgumentException("receiveMaximum is 1 to 65535, topicAliases 0 to 65535");
        }
        if (keepAlive.toSeconds() < 1 || keepAlive.toSeconds() > 0xffff) {
            throw new IllegalArgumentException("keepAlive is 1 to 65535 seconds");
        }
        if (connectTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("connectTimeout is at least 1 ms");
        }
    }

    /** 256 KiB packets, 10 s to connect, an hour of silence, 256 open publishes, 16 aliases, 2 MiB unsent, {@link Keeping#standard()}. */
    public static MqttLimits standard() {
        return new MqttLimits(
                256 * 1024,
                Duration.ofSeconds(10),
                Duration.ofHours(1),
                256,
                16,
                2 * 1024 * 1024,
                Keeping.standard(),
                ArrivalLimits.standard());
    }

    /** The largest WebSocket frame, in bytes; the largest packet has room in one. */
    int maxFrame() {
        return Math.max(packetBytes, LEAST_FRAME);
    }
}
