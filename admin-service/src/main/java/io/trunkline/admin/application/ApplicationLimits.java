package io.trunkline.admin.application;

/**
 * What the operator grants an application.
 *
 * @param maxPayloadBytes the largest payload of a message, in bytes
 * @param publishesPerSecond of the whole application; 0 is no limit
 * @param publishesPerSecondPerConnection of each connection; 0 is no limit
 */
public record ApplicationLimits(int maxPayloadBytes, int publishesPerSecond, int publishesPerSecondPerConnection) {

    static final ApplicationLimits DEFAULT = new ApplicationLimits(5_120, 0, 0);
}
