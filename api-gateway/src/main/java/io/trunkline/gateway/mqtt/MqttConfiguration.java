package io.trunkline.gateway.mqtt;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.socket.ServerSocketChannel;
import io.trunkline.broker.Broker;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.Surroundings;
import io.trunkline.channel.LoopDeliveries;
import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.identity.Authenticator;
import io.trunkline.gateway.identity.Handshakes;
import io.trunkline.gateway.tls.ServerTls;
import io.trunkline.mqtt.MqttDialect;
import io.trunkline.mqtt.MqttDoor;
import io.trunkline.mqtt.MqttLoops;
import io.trunkline.mqtt.MqttPorts;
import io.trunkline.mqtt.ParcelStore;
import io.trunkline.mqtt.SessionStore;
import java.util.HexFormat;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.LoopResources;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MqttProperties.class)
class MqttConfiguration {

    /** The loops of the HTTP server, so that there are as many as cores and no more. */
    @Bean
    MqttLoops mqttLoops(LoopResources resources, LoopDeliveries deliveries) {
        var group = resources.onServer(LoopResources.DEFAULT_NATIVE);
        return new MqttLoops(group, resources.onChannelClass(ServerSocketChannel.class, group), deliveries);
    }

    @Bean
    MqttPorts mqttPorts(
            Broker broker, LocalBroker.Ports ports, SessionStore store, ParcelStore parcels, Surroundings around) {
        return new MqttPorts(
                broker, ports.listener(), ports.directory(), store, parcels, around.clock(), around.random());
    }

    @Bean
    MqttDoors mqttDoors(MqttPorts mqttPorts, Surroundings surroundings, MqttLoops mqttLoops) {
        return limits -> new MqttDoor(mqttPorts, limits, mqttLoops, () -> clientId(surroundings));
    }

    /** Its name is what listeners call it by. */
    @Bean("native")
    MqttDialect nativeDialect(Authenticator authenticator, Applications applications) {
        return new NativeDialect(authenticator, applications);
    }

    /** The dialects are all beans of their kind, by the names of the beans, wherever they come from. */
    @Bean
    Logins logins(Map<String, MqttDialect> dialects, Authenticator authenticator, Handshakes handshakes) {
        return new Logins(dialects, authenticator, handshakes);
    }

    @Bean
    MqttListening mqttListening(
            MqttProperties properties, MqttDoors doors, Logins logins, ServerTls tls, MeterRegistry registry) {
        var equipment = new MqttListening.Equipment(doors, logins, tls, new ListenerMeters(registry));
        return new MqttListening(properties, equipment);
    }

    private static String clientId(Surroundings surroundings) {
        return HexFormat.of().toHexDigits(surroundings.random().nextLong());
    }
}
