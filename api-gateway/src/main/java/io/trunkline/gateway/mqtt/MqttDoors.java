package io.trunkline.gateway.mqtt;

import io.trunkline.mqtt.MqttDoor;
import io.trunkline.mqtt.MqttLimits;

/** Makes the MQTT door on this gateway's broker. */
@FunctionalInterface
interface MqttDoors {
    MqttDoor open(MqttLimits limits);
}
