package io.trunkline.gateway.realtime;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RealtimeProperties.class)
@Import(RealtimeDoor.class)
class RealtimeConfiguration {

    @Bean
    NettyServerCustomizer earlyFrames() {
        return server -> server.doOnChannelInit((observer, channel, remote) -> EarlyFrames.install(channel));
    }
}
