package io.trunkline.gateway.tls;

import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TlsProperties.class)
class TlsConfiguration {
    private static final int MOST_WAITING = 10_000;

    @Bean(destroyMethod = "dispose")
    Scheduler certificateScheduler() {
        return Schedulers.newBoundedElastic(1, MOST_WAITING, "certificates");
    }

    @Bean
    ServerTls serverTls(
            TlsProperties settings, SslBundles bundles, Scheduler certificateScheduler, InstantSource clock) {
        return new ServerTls(settings, bundles, certificateScheduler, clock);
    }
}
