package io.trunkline.mqtt;

import io.trunkline.broker.ApplicationDirectory;
import io.trunkline.broker.Broker;
import io.trunkline.broker.observe.BrokerListener;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What the MQTT door speaks to.
 *
 * @param listener hears of deliveries that were taken and then thrown away: expired, or too many for their reader
 * @param directory tells when the applications of sessions that are to be restored are known
 * @param store keeps the sessions that outlive their connections over the process's end
 * @param parcels keeps what waits for them meanwhile
 * @param random not to be guessed, and asked on event loops
 */
public record MqttPorts(
        Broker broker,
        BrokerListener listener,
        ApplicationDirectory directory,
        SessionStore store,
        ParcelStore parcels,
        InstantSource clock,
        RandomGenerator random) {}
