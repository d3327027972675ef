package io.trunkline.mqtt;

import java.util.function.Supplier;

/**
 * What every connection of one listener is built from.
 *
 * @param listener its name
 * @param ids makes client ids for those who come without one
 */
record Entrance(
        String listener,
        MqttDialect dialect,
        MqttLimits limits,
        Sessions sessions,
        Supplier<String> ids,
        ListenerMeter meter) {}
