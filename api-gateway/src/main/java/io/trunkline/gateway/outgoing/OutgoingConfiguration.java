package io.trunkline.gateway.outgoing;

import io.netty.resolver.dns.DnsAddressResolverGroup;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.NameResolverProvider;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutgoingProperties.class)
class OutgoingConfiguration {

    /** Names are looked up on the event loops, without blocking them. */
    @Bean(destroyMethod = "close")
    DnsAddressResolverGroup names(LoopResources loops) {
        return NameResolverProvider.builder().build().newNameResolverGroup(loops, LoopResources.DEFAULT_NATIVE);
    }

    @Bean
    Outgoing outgoing(OutgoingProperties settings, LoopResources loops, DnsAddressResolverGroup names) {
        return new Outgoing(settings, loops, names);
    }
}
