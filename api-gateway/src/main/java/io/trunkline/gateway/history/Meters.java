package io.trunkline.gateway.history;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What is counted of the log in the database. */
final class Meters {
    private final DistributionSummary batches;
    private final Timer commits;
    private final Counter refused;
    private final Counter reads;

    Meters(MeterRegistry registry, Room room) {
        batches = DistributionSummary.builder("trunkline.history.batch.rows")
                .description("Durable publications that were committed together")
                .register(registry);
        commits = Timer.builder("trunkline.history.commit")
                .description("How long batches took to be committed")
                .publishPercentileHistogram()
                .register(registry);
        refused = Counter.builder("trunkline.history.refused")
                .description("Durable publications that waited for the database in vain")
                .register(registry);
        reads = Counter.builder("trunkline.history.reads")
                .description("Pages of logs that were read from the database")
                .register(registry);
        Gauge.builder("trunkline.history.waiting", room, Room::count)
                .description("Durable publications that wait for the database")
                .register(registry);
        Gauge.builder("trunkline.history.waiting.bytes", room, Room::bytes)
                .description("The memory that they take")
                .baseUnit("bytes")
                .register(registry);
    }

    void committed(Batch batch, Duration took) {
        batches.record(batch.rows().size());
        commits.record(took);
    }

    void refused(int publications) {
        refused.increment(publications);
    }

    void read() {
        reads.increment();
    }
}
