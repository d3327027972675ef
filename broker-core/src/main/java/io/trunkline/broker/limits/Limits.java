package io.trunkline.broker.limits;

/**
 * What one application may take.
 *
 * @param maxPayloadBytes the largest payload in octets, on every door
 * @param publishesPerSecond accepted per application, with a burst of one second; 0 for no limit
 * @param publishesPerSecondPerConnection the same for each connection; 0 for no limit
 * @param subscriptionsPerConnection filters one connection may hold
 * @param connectionsPerSubject lines of one counted kind that a subject may have on a node, the newest; 0 for no limit
 * @param bytesPerDay payload octets and charged calls in a day of UTC; 0 for no limit
 */
public record Limits(
        int maxPayloadBytes,
        int publishesPerSecond,
        int publishesPerSecondPerConnection,
        int subscriptionsPerConnection,
        int connectionsPerSubject,
        long bytesPerDay) {
    public static final Limits DEFAULT = new Limits(5_120, 0, 0, 1_000).withConnectionsPerSubject(1);

    public Limits {
        if (maxPayloadBytes < 1
                || publishesPerSecond < 0
                || publishesPerSecondPerConnection < 0
                || subscriptionsPerConnection < 1
                || connectionsPerSubject < 0
                || bytesPerDay < 0) {
            throw new IllegalArgumentException("limits are not negative");
        }
    }

    /** Limits of a message and of a connection, and none of subjects and days. */
    public Limits(
            int maxPayloadBytes,
            int publishesPerSecond,
            int publishesPerSecondPerConnection,
            int subscriptionsPerConnection) {
        this(maxPayloadBytes, publishesPerSecond, publishesPerSecondPerConnection, subscriptionsPerConnection, 0, 0);
    }

    public Limits withConnectionsPerSubject(int most) {
        return new Limits(
                maxPayloadBytes,
                publishesPerSecond,
                publishesPerSecondPerConnection,
                subscriptionsPerConnection,
                most,
                bytesPerDay);
    }

    public Limits withBytesPerDay(long most) {
        return new Limits(
                maxPayloadBytes,
                publishesPerSecond,
                publishesPerSecondPerConnection,
                subscriptionsPerConnection,
                connectionsPerSubject,
                most);
    }
}
