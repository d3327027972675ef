package io.trunkline.mqtt;

import io.trunkline.broker.Tenure;
import io.trunkline.broker.access.Principal;
import org.jspecify.annotations.Nullable;

/**
 * A login that succeeded: who it is, for how long that holds, and what MQTT offers to it.
 *
 * @param tenure whether the session may still be there
 * @param stay for how long the connection may; null for ever
 */
public record MqttLogin(
        Principal principal,
        Tenure tenure,
        MqttProfile profile,
        @Nullable Stay stay) {}
