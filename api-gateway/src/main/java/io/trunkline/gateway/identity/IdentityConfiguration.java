package io.trunkline.gateway.identity;

import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.outgoing.Outgoing;
import java.net.URI;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({IdentityProperties.class, KeySetProperties.class, HandshakeProperties.class})
class IdentityConfiguration {

    @Bean(destroyMethod = "dispose")
    Scheduler signatureScheduler(IdentityProperties properties) {
        var cores = Runtime.getRuntime().availableProcessors();
        return Schedulers.newBoundedElastic(cores, properties.maxWaiting(), "signatures");
    }

    @Bean
    VerificationKeys verificationKeys(
            Outgoing outgoing,
            KeySetProperties settings,
            InstantSource clock,
            Scheduler signatureScheduler,
            Applications applications) {
        var clients = outgoing.clients(settings.fetchWithin(), settings.maxSize());
        var source = new HttpKeySets(clients, signatureScheduler);
        return new VerificationKeys(address ->
                new RemoteKeySet(address, source, clock, settings, withdrawing -> review(withdrawing, applications)));
    }

    /** Ends the lines that were let in by a key which is published no more. */
    private static void review(URI address, Applications applications) {
        applications.all().stream()
                .filter(application -> VerificationKeys.addresses(application).contains(address))
                .forEach(application -> applications.review(application.id()));
    }

    @Bean
    KeySetUpkeep keySetUpkeep(Applications applications, VerificationKeys verificationKeys) {
        return new KeySetUpkeep(applications, verificationKeys);
    }

    @Bean
    TokenVerifier tokenVerifier(
            IdentityProperties properties,
            InstantSource clock,
            Scheduler signatureScheduler,
            VerificationKeys verificationKeys) {
        return new TokenVerifier(clock, properties.clockSkew(), signatureScheduler, verificationKeys);
    }

    @Bean
    Authenticator authenticator(
            Applications applications, TokenVerifier tokenVerifier, VerificationKeys verificationKeys) {
        return new Authenticator(applications, tokenVerifier, verificationKeys);
    }

    @Bean
    Handshakes handshakes(HandshakeProperties settings) {
        return new Handshakes(settings, System::nanoTime);
    }

    @Bean
    BackendAuthentication backendAuthentication(Authenticator authenticator) {
        return new BackendAuthentication(authenticator);
    }
}
