package io.trunkline.gateway.history;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.Databases;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.util.unit.DataSize;

/** A log as a gateway has it, on a database. */
final class RunningLog implements AutoCloseable {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Database database;
    private final DurableLog durable;

    private RunningLog(String url, InstantSource clock, HistoryProperties properties) {
        database = Databases.on(url);
        var memory = new MemoryTopicLog(clock, "0000000a", MemoryTopicLog.Bounds.DEFAULT);
        durable = new DurableLog(new DurableLog.Parts(memory, database, clock, System::nanoTime, meters), properties);
        durable.start();
    }

    static RunningLog on(String url, InstantSource clock) {
        return new RunningLog(url, clock, properties(Duration.ofSeconds(5)));
    }

    static RunningLog on(String url) {
        return on(url, InstantSource.system());
    }

    static RunningLog on(String url, Duration patience) {
        return new RunningLog(url, InstantSource.system(), properties(patience));
    }

    static RunningLog withTopics(String url, InstantSource clock, int topics) {
        return new RunningLog(url, clock, properties(Duration.ofSeconds(5), topics));
    }

    private static HistoryProperties properties(Duration patience) {
        return properties(patience, 100_000);
    }

    private static HistoryProperties properties(Duration patience, int topics) {
        return new HistoryProperties(
                patience,
                100_000,
                DataSize.ofMegabytes(64),
                2_000,
                topics,
                DataSize.ofMegabytes(16),
                DataSize.ofMegabytes(16));
    }

    /** With its database, be it that the machine is slow. */
    RunningLog ready() {
        database.ready().block(Duration.ofSeconds(60));
        return this;
    }

    TopicLog log() {
        return durable.log();
    }

    /** How often pages have been read from the database. */
    double reads() {
        return meters.get("trunkline.history.reads").counter().count();
    }

    @Override
    public void close() {
        var ended = new CountDownLatch(1);
        durable.stop(ended::countDown);
        try {
            ended.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        database.stop();
    }
}
