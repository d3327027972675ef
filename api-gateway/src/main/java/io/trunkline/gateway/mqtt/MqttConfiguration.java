package io.trunkline.gateway.mqtt;

import io.netty.channel.socket.ServerSocketChannel;
import io.trunkline.broker.Broker;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.Surroundings;
import io.trunkline.channel.LoopDeliveries;
import io.trunkline.gateway.identity.Authenticator;
import io.trunkline.mqtt.MqttDoor;
import io.trunkline.mqtt.MqttLoops;
import java.util.HexFormat;
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
    MqttDoors mqttDoors(Broker broker, LocalBroker.Ports ports, Surroundings surroundings, MqttLoops mqttLoops) {
        return limits -> new MqttDoor(broker, ports.listener(), limits, mqttLoops, () -> clientId(surroundings));
    }

    @Bean
    MqttListening mqttListening(MqttProperties properties, Authenticator authenticator, MqttDoors mqttDoors) {
        return new MqttListening(properties, new NativeDialect(authenticator), mqttDoors);
    }

    private static String clientId(Surroundings surroundings) {
        return HexFormat.of().toHexDigits(surroundings.random().nextLong());
    }
}
