package io.trunkline.mqtt;

import java.time.Duration;

/**
 * What one connection may cost, whoever it is.
 *
 * @param packetBytes the largest packet, in bytes, in both directions; announced to MQTT 5 clients
 * @param connectTimeout from accepting the socket to the CONNACK
 * @param receiveMaximum publishes of one connection whose acknowledgement is still open; above it MQTT 5 clients are cut, others are not read
 * @param topicAliases topic aliases per connection and direction
 * @param sessionExpiry the longest a session outlives its connection
 * @param queuedBytes QoS 1 and 2 bytes that may wait for one session
 * @param unsentBytes bytes written to a socket and not yet taken by its peer, above which QoS 0 deliveries are dropped
 */
public record MqttLimits(
        int packetBytes,
        Duration connectTimeout,
        int receiveMaximum,
        int topicAliases,
        Duration sessionExpiry,
        long queuedBytes,
        int unsentBytes) {

    public MqttLimits {
        if (packetBytes < 128 || unsentBytes < packetBytes) {
            throw new IllegalArgumentException("packetBytes is at least 128, unsentBytes at least packetBytes");
        }
        if (receiveMaximum < 1 || receiveMaximum > 0xffff || topicAliases < 0 || topicAliases > 0xffff) {
            throw new IllegalArgumentException("receiveMaximum is 1 to 65535, topicAliases 0 to 65535");
        }
    }

    /** 256 KiB packets, 10 s to connect, 256 open publishes, 16 aliases, 7 days of session, 32 MiB waiting, 1 MiB unsent. */
    public static MqttLimits standard() {
        return new MqttLimits(
                256 * 1024, Duration.ofSeconds(10), 256, 16, Duration.ofDays(7), 32L * 1024 * 1024, 1024 * 1024);
    }
}
