package io.trunkline.gateway.directory;

import io.trunkline.broker.limits.Limits;

/**
 * What an application may send; 0 is no limit.
 *
 * @param maxPayloadBytes the largest payload, in bytes
 * @param publishesPerSecond of the whole application
 * @param publishesPerSecondPerConnection of each connection
 */
public record MessageLimits(int maxPayloadBytes, int publishesPerSecond, int publishesPerSecondPerConnection) {
    /** The platform's own bound on a payload, in bytes. */
    private static final int MOST = 1 << 20;

    static final MessageLimits DEFAULT = new MessageLimits(Limits.DEFAULT.maxPayloadBytes(), 0, 0);

    public MessageLimits {
        if (maxPayloadBytes < 0 || publishesPerSecond < 0 || publishesPerSecondPerConnection < 0) {
            throw new IllegalArgumentException("limits are not negative");
        }
    }

    Limits limits() {
        return new Limits(
                maxPayloadBytes == 0 ? MOST : Math.min(maxPayloadBytes, MOST),
                publishesPerSecond,
                publishesPerSecondPerConnection,
                Limits.DEFAULT.subscriptionsPerConnection());
    }
}
