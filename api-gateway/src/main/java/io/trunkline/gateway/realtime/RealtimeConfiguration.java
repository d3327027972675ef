package io.trunkline.gateway.realtime;

import io.trunkline.broker.Broker;
import io.trunkline.broker.LocalBroker;
import io.trunkline.channel.LoopDeliveries;
import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.identity.Handshakes;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RealtimeProperties.class)
class RealtimeConfiguration {

    @Bean
    RealtimeDoor realtimeDoor(
            Broker broker,
            Applications applications,
            Handshakes handshakes,
            LoopDeliveries loops,
            LocalBroker.Ports ports,
            RealtimeProperties settings) {
        return new RealtimeDoor(broker, applications, handshakes, loops, ports.listener(), settings);
    }

    @Bean
    NettyServerCustomizer earlyFrames() {
        return server -> server.doOnChannelInit((observer, channel, remote) -> EarlyFrames.install(channel));
    }
}
