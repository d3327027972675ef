package io.trunkline.gateway.forward;

import io.micrometer.core.instrument.MeterRegistry;
import io.trunkline.broker.Broker;
import io.trunkline.broker.Surroundings;
import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.outgoing.Outgoing;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ForwardProperties.class)
class ForwardConfiguration {
    /** Amazon's are short, and of a webhook's nothing is kept. */
    private static final DataSize LONGEST_ANSWER = DataSize.ofKilobytes(256);

    private static final DataSize OWN_ROOM = DataSize.ofKilobytes(64);

    private final ForwardProperties settings;

    ForwardConfiguration(ForwardProperties settings) {
        this.settings = settings;
    }

    @Bean
    ForwardThreads forwardThreads() {
        return new ForwardThreads(settings.threads());
    }

    @Bean
    Targets targets(Outgoing outgoing, InstantSource clock, ForwardThreads threads) {
        var clients = outgoing.clients(settings.answerWithin(), LONGEST_ANSWER);
        var work = threads.work();
        return new Targets(
                clients,
                clock,
                client -> new Aws(new AwsHttp(client), work::schedule, threads.timer(), settings.answerWithin()));
    }

    @Bean
    Forwarders forwarders(Applications applications, Equipment equipment) {
        return new Forwarders(applications, equipment);
    }

    @Bean
    Equipment equipment(
            Broker broker, Surroundings surroundings, Targets targets, MeterRegistry registry, ForwardThreads threads) {
        var room = new Room(settings.maxWaiting().toBytes(), OWN_ROOM.toBytes());
        return new Equipment(broker, surroundings, targets, new ForwardMeter(registry), settings, threads, room);
    }
}
