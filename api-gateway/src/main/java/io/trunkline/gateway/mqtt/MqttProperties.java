package io.trunkline.gateway.mqtt;

import io.trunkline.mqtt.MqttLimits;
import io.trunkline.mqtt.MqttListener;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where MQTT clients come in, and what one of them may cost.
 *
 * @param bind the address of every listener
 * @param listeners by name
 */
@ConfigurationProperties("trunkline.mqtt")
record MqttProperties(
        @DefaultValue("127.0.0.1") String bind,
        @DefaultValue Map<String, Listener> listeners,
        @DefaultValue("256KB") DataSize maxPacketSize,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("1h") Duration maxKeepAlive,
        @DefaultValue("256") int receiveMaximum,
        @DefaultValue("16") int topicAliases,
        @DefaultValue("1MB") DataSize maxUnsent,
        @DefaultValue("7d") Duration maxSessionExpiry,
        @DefaultValue("32MB") DataSize maxQueued,
        @DefaultValue("50000") int maxSessions,
        @DefaultValue("256MB") DataSize maxQueuedForAbsent) {

    /**
     * One port.
     *
     * @param anonymousApplication who comes without credentials is a client of this application; null: nobody comes without
     */
    record Listener(
            @DefaultValue("tcp") MqttListener.Transport transport,
            int port,
            @Nullable String anonymousApplication) {

        Listener {
            if (port < 0 || port > 0xffff) {
                throw new IllegalArgumentException("port is 0 (any) to 65535");
            }
        }
    }

    MqttLimits limits() {
        return new MqttLimits(
                Math.toIntExact(maxPacketSize.toBytes()),
                connectTimeout,
                maxKeepAlive,
                receiveMaximum,
                topicAliases,
                Math.toIntExact(maxUnsent.toBytes()),
                new MqttLimits.Keeping(
                        maxSessionExpiry, maxQueued.toBytes(), maxSessions, maxQueuedForAbsent.toBytes()));
    }
}
