package io.trunkline.gateway.directory;

/**
 * What an application may send; 0 is no limit.
 *
 * @param maxPayloadBytes the largest payload, in bytes
 * @param publishesPerSecond of the whole application
 * @param publishesPerSecondPerConnection of each connection
 */
public record MessageLimits(int maxPayloadBytes, int publishesPerSecond, int publishesPerSecondPerConnection) {
    static final MessageLimits NONE = new MessageLimits(0, 0, 0);
}
