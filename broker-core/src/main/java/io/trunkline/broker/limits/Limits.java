package io.trunkline.broker.limits;

/**
 * What one application may take.
 *
 * @param maxPayloadBytes the largest payload in octets, on every door
 * @param publishesPerSecond accepted per application, with a burst of one second; 0 for no limit
 * @param publishesPerSecondPerConnection the same for each connection; 0 for no limit
 * @param subscriptionsPerConnection filters one connection may hold
 */
public record Limits(
        int maxPayloadBytes,
        int publishesPerSecond,
        int publishesPerSecondPerConnection,
        int subscriptionsPerConnection) {
    public static final Limits DEFAULT = new Limits(5_120, 0, 0, 1_000);

    public Limits {
        if (maxPayloadBytes < 1
                || publishesPerSecond < 0
                || publishesPerSecondPerConnection < 0
                || subscriptionsPerConnection < 1) {
            throw new IllegalArgumentException("limits are not negative");
        }
    }
}
