package io.trunkline.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.trunkline.broker.ApplicationDirectory;
import io.trunkline.broker.Histories;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.Surroundings;
import io.trunkline.broker.cluster.LoneNode;
import io.trunkline.broker.cursor.CursorStore;
import io.trunkline.broker.cursor.Cursors;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.presence.Presence;
import io.trunkline.broker.schedule.ScheduleStore;
import io.trunkline.channel.LoopDeliveries;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

/** Where Spring meets the core: the core is handed all that it does not ask for itself. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BrokerConfiguration.BrokerProperties.class)
class BrokerConfiguration {

    /**
     * What one broker allows.
     *
     * @param patience how long readers that are congested may hold back a publisher's receipt
     * @param maxGroups groups of one application that share topics with a history
     * @param maxSessionCursors subscriptions of one application's sessions that go on in topics with a history where they were
     * @param maxCursorTopics topics in which these go on, and groups, each counted in each of them
     */
    @ConfigurationProperties("trunkline.broker")
    record BrokerProperties(
            @DefaultValue("1s") Duration patience,
            @DefaultValue("1000") int maxGroups,
            @DefaultValue("200000") int maxSessionCursors,
            @DefaultValue("1000000") int maxCursorTopics) {
        LocalBroker.Bounds bounds() {
            return new LocalBroker.Bounds(patience, new Cursors.Bounds(maxGroups, maxSessionCursors, maxCursorTopics));
        }
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    /** The node's id is fresh for each run, as is all that it keeps in memory. */
    @Bean
    Surroundings surroundings(InstantSource clock) {
        var random = unpredictable();
        return new Surroundings(
                HexFormat.of().toHexDigits(random.nextInt()), clock, System::nanoTime, random, Schedulers.parallel());
    }

    /** Ids are made on event loops, where the platform's default, which reads a file, must not be asked: one that is seeded here and then computes. */
    private static SecureRandom unpredictable() {
        try {
            var random = SecureRandom.getInstance("DRBG");
            random.nextLong();
            return random;
        } catch (NoSuchAlgorithmException incomplete) {
            throw new IllegalStateException("every Java has DRBG", incomplete);
        }
    }

    @Bean(destroyMethod = "dispose")
    LocalBroker broker(Surroundings surroundings, LocalBroker.Ports ports, BrokerProperties properties) {
        return new LocalBroker(surroundings, ports, properties.bounds());
    }

    @Bean
    Presence presence(LocalBroker broker) {
        return broker.presence();
    }

    @Bean
    Histories histories(LocalBroker broker) {
        return broker.histories();
    }

    @Bean
    Drain drain(LocalBroker broker) {
        return new Drain(broker);
    }

    @Bean
    BrokerMeters brokerMeters(MeterRegistry registry) {
        return new BrokerMeters(registry);
    }

    /** The core's way out; its listener tells all those that the parts of the gateway bring. */
    @Bean
    LocalBroker.Ports ports(
            ApplicationDirectory directory,
            TopicLog log,
            ScheduleStore schedules,
            CursorStore cursors,
            ObjectProvider<BrokerListener> listeners) {
        var all = BrokerListener.all(listeners.orderedStream().toList());
        return new LocalBroker.Ports(directory, new LoneNode(), log, all, schedules, cursors);
    }

    /** One for all channel doors of the process. */
    @Bean
    LoopDeliveries loopDeliveries() {
        return new LoopDeliveries();
    }
}
