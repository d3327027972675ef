package io.trunkline.gateway.upgrade;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class UpgradeConfiguration {

    @Bean
    NettyServerCustomizer earlyFrames() {
        return server -> server.doOnChannelInit((observer, channel, remote) -> EarlyFrames.install(channel));
    }
}
