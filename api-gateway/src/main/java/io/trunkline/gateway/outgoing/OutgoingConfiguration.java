package io.trunkline.gateway.outgoing;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import javax.net.ssl.SSLException;
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

    /** Made at start: it reads the certificates that Java trusts, which no event loop may do. */
    @Bean
    Outgoing outgoing(OutgoingProperties settings, LoopResources loops, DnsAddressResolverGroup names)
            throws SSLException {
        var security = SslContextBuilder.forClient()
                .endpointIdentificationAlgorithm("HTTPS")
                .build();
        return new Outgoing(settings, loops, names, security);
    }
}
