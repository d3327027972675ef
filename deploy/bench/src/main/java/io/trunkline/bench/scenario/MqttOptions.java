package io.trunkline.bench.scenario;

import java.util.List;
import java.util.Set;

/**
 * What of MQTT is played.
 *
 * @param version 4 for MQTT 3.1.1, 5 for MQTT 5
 * @param qualities the levels of QoS, of 0, 1 and 2
 * @param shapes of the loads
 */
public record MqttOptions(int version, List<Integer> qualities, Set<MqttShape> shapes) {}
