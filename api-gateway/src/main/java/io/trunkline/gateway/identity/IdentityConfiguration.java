package io.trunkline.gateway.identity;

import io.trunkline.gateway.directory.Applications;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentityProperties.class)
class IdentityConfiguration {

    @Bean(destroyMethod = "dispose")
    Scheduler signatureScheduler(IdentityProperties properties) {
        var cores = Runtime.getRuntime().availableProcessors();
        return Schedulers.newBoundedElastic(cores, properties.maxWaiting(), "signatures");
    }

    @Bean
    Authenticator authenticator(
            Applications applications,
            IdentityProperties properties,
            InstantSource clock,
            Scheduler signatureScheduler) {
        return new Authenticator(applications, new TokenVerifier(clock, properties.clockSkew(), signatureScheduler));
    }

    @Bean
    BackendAuthentication backendAuthentication(Authenticator authenticator) {
        return new BackendAuthentication(authenticator);
    }
}
