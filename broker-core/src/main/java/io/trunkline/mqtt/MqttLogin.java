package io.trunkline.mqtt;

import io.trunkline.broker.access.Principal;

/** A login that succeeded: who it is, and what MQTT offers to it. */
public record MqttLogin(Principal principal, MqttProfile profile) {}
