package io.trunkline.gateway.history;

import io.micrometer.core.instrument.MeterRegistry;
import io.trunkline.broker.Surroundings;
import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.schedule.ScheduleStore;
import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.DatabaseIsNamed;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** What topics remember: in memory, and in the database where there is one. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HistoryProperties.class)
class HistoryConfiguration {

    @Bean
    @Conditional(DatabaseIsNamed.class)
    DurableLog durableLog(
            Database database, Surroundings surroundings, MeterRegistry meters, HistoryProperties properties) {
        var parts = new DurableLog.Parts(
                memory(surroundings), database, surroundings.clock(), surroundings.ticker()::getAsLong, meters);
        return new DurableLog(parts, properties);
    }

    @Bean
    TopicLog topicLog(Surroundings surroundings, ObjectProvider<DurableLog> durable) {
        var there = durable.getIfAvailable();
        return there == null ? withoutDatabase(memory(surroundings)) : there.log();
    }

    @Bean
    ScheduleStore scheduleStore(ObjectProvider<Database> database) {
        var there = database.getIfAvailable();
        return there == null ? new Homeless() : new PostgresSchedules(there);
    }

    private static TopicLog withoutDatabase(MemoryTopicLog memory) {
        return new TieredTopicLog(memory, new Homeless(), memory::checkRoom);
    }

    private static MemoryTopicLog memory(Surroundings surroundings) {
        return new MemoryTopicLog(surroundings.clock(), surroundings.node(), MemoryTopicLog.Bounds.DEFAULT);
    }
}
