package io.trunkline.gateway.mqtt;

import io.netty.channel.socket.ServerSocketChannel;
import io.trunkline.broker.Broker;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.Surroundings;
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

    @Bean
    MqttDoors mqttDoors(
            Broker broker, LocalBroker.Ports ports, Surroundings surroundings, LoopResources loopResources) {
        return limits ->
                new MqttDoor(broker, ports.listener(), limits, loops(loopResources), () -> clientId(surroundings));
    }

    @Bean
    MqttListening mqttListening(MqttProperties properties, Authenticator authenticator, MqttDoors mqttDoors) {
        return new MqttListening(properties, new NativeDialect(authenticator), mqttDoors);
    }

    private static String clientId(Surroundings surroundings) {
        return HexFormat.of().toHexDigits(surroundings.random().nextLong());
    }

    /** The loops of the HTTP server, so that there are as many as cores and no more. */
    private static MqttLoops loops(LoopResources resources) {
        var group = resources.onServer(LoopResources.DEFAULT_NATIVE);
        return new MqttLoops(group, resources.onChannelClass(ServerSocketChannel.class, group));
    }
}
