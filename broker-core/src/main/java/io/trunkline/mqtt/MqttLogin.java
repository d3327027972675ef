package io.trunkline.mqtt;

import io.trunkline.broker.Tenure;
import io.trunkline.broker.access.Principal;

/** A login that succeeded: who it is, for how long that holds, and what MQTT offers to it. */
public record MqttLogin(Principal principal, Tenure tenure, MqttProfile profile) {}
