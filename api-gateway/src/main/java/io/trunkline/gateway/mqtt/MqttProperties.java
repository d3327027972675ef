package io.trunkline.gateway.mqtt;

import io.trunkline.mqtt.ArrivalLimits;
import io.trunkline.mqtt.MqttLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where MQTT clients come in, and what one of them may cost.
 *
 * @param bind the address of every listener
 * @param listeners by name
 * @param restoreWithin how long the listeners wait for sessions to be back
 * @param web for those who come by WebSocket on the HTTP ports
 */
@ConfigurationProperties("trunkline.mqtt")
record MqttProperties(
        @DefaultValue("127.0.0.1") String bind,
        @DefaultValue Map<String, ListenerProperties> listeners,
        @DefaultValue Web web,
        @DefaultValue("256KB") DataSize maxPacketSize,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("1h") Duration maxKeepAlive,
        @DefaultValue("256") int receiveMaximum,
        @DefaultValue("16") int topicAliases,
        @DefaultValue("2MB") DataSize maxUnsent,
        @DefaultValue("7d") Duration maxSessionExpiry,
        @DefaultValue("32MB") DataSize maxQueued,
        @DefaultValue("50000") int maxSessions,
        @DefaultValue("256MB") DataSize maxQueuedForAbsent,
        @DefaultValue("10s") Duration restoreWithin,
        @DefaultValue Arrivals arrivals) {

    /** @param dialects who may log in there, by their names; none: there is no MQTT on the HTTP ports */
    record Web(@DefaultValue("native") List<String> dialects) {}

    /**
     * Those who have not logged in yet.
     *
     * @param max of them in all
     * @param maxOfAddress of one address, of IPv6 of one network of 64 bits
     * @param tlsHandshake how long one may take
     */
    record Arrivals(
            @DefaultValue("10000") int max,
            @DefaultValue("1000") int maxOfAddress,
            @DefaultValue("5s") Duration tlsHandshake) {}

    MqttLimits limits() {
        return new MqttLimits(
                Math.toIntExact(maxPacketSize.toBytes()),
                connectTimeout,
                maxKeepAlive,
                receiveMaximum,
                topicAliases,
                Math.toIntExact(maxUnsent.toBytes()),
                new MqttLimits.Keeping(
                        maxSessionExpiry, maxQueued.toBytes(), maxSessions, maxQueuedForAbsent.toBytes()),
                new ArrivalLimits(arrivals.max(), arrivals.maxOfAddress(), arrivals.tlsHandshake()));
    }
}
