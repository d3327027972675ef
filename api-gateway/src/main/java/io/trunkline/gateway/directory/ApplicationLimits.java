package io.trunkline.gateway.directory;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.trunkline.broker.limits.Limits;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an application and each of its connections may take (spec, section 11); 0 is no limit where no bound is needed.
 *
 * @param maxPayloadBytes the largest payload of a message
 * @param publishesPerSecond of the whole application; 0 is no limit
 * @param publishesPerSecondPerConnection of each connection; 0 is no limit
 * @param connectionsPerSubject how many one subject may have at a time; 0 is no limit
 * @param subscriptionsPerConnection topics one connection may be subscribed to
 * @param sendBufferBytes what may wait for one connection before it is cut
 * @param idleSeconds a connection that says nothing for so long is closed
 * @param envelopeBytes what a frame or body may have beside its payload
 * @param patternsPerUnsubscribe in one call
 * @param bytesPerDay what it may publish in a day of UTC, calls included; 0 is no limit
 */
public record ApplicationLimits(
        int maxPayloadBytes,
        int publishesPerSecond,
        int publishesPerSecondPerConnection,
        int connectionsPerSubject,
        int subscriptionsPerConnection,
        int sendBufferBytes,
        int idleSeconds,
        int envelopeBytes,
        int patternsPerUnsubscribe,
        long bytesPerDay) {

    /** The vendor's. */
    public static final ApplicationLimits DEFAULT = read(JsonNodeFactory.instance.objectNode());

    /** The platform's own bound on a payload, in bytes. */
    private static final int MOST = 1 << 20;

    /** @throws IllegalArgumentException for a limit with which nothing could be served */
    public ApplicationLimits {
        if (maxPayloadBytes < 0 || publishesPerSecond < 0 || publishesPerSecondPerConnection < 0) {
            throw new IllegalArgumentException("what may be published is not negative");
        }
        if (connectionsPerSubject < 0 || patternsPerUnsubscribe < 0 || bytesPerDay < 0) {
            throw new IllegalArgumentException("counts are not negative");
        }
        if (subscriptionsPerConnection < 1 || sendBufferBytes < 1 || idleSeconds < 1 || envelopeBytes < 1) {
            throw new IllegalArgumentException("a connection has room and time for something");
        }
    }

    /** From JSON, where any limit may be absent. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ApplicationLimits read(ObjectNode given) {
        return new ApplicationLimits(
                number(given, "maxPayloadBytes", 5_120),
                number(given, "publishesPerSecond", 0),
                number(given, "publishesPerSecondPerConnection", 0),
                number(given, "connectionsPerSubject", 1),
                number(given, "subscriptionsPerConnection", 1_000),
                number(given, "sendBufferBytes", 65_536),
                number(given, "idleSeconds", 30),
                number(given, "envelopeBytes", 1_024),
                number(given, "patternsPerUnsubscribe", 50),
                present(given, "bytesPerDay") ? given.get("bytesPerDay").longValue() : 0);
    }

    private static int number(ObjectNode given, String name, int otherwise) {
        return present(given, name) ? given.get(name).intValue() : otherwise;
    }

    private static boolean present(ObjectNode given, String name) {
        return given.hasNonNull(name);
    }

    /** What of it the core enforces. */
    Limits limits() {
        return new Limits(
                maxPayloadBytes == 0 ? MOST : Math.min(maxPayloadBytes, MOST),
                publishesPerSecond,
                publishesPerSecondPerConnection,
                subscriptionsPerConnection,
                connectionsPerSubject,
                bytesPerDay);
    }
}
