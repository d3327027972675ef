package io.trunkline.gateway.usage;

import io.trunkline.gateway.usage.TelemetryClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Writes counts to disk at each interval and at each turn of a minute, and sends what waits there, the oldest first, until it is taken. Writing never
 * waits for sending. Stops after the doors and says all it knows before it does.
 */
final class UsageReporter implements SmartLifecycle, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(UsageReporter.class);
    private static final Duration FAREWELL = Duration.ofSeconds(3);
    // higher phases stop earlier: the doors are far above, the event loops of the client are at 0
    private static final int AFTER_THE_DOORS = 1;

    private final UsageJournal journal;
    private final UsageSpool spool;
    private final TelemetryClient telemetry;
    private final InstantSource clock;
    private final Duration interval;
    // one thread, which may wait for the disk; everything but the request runs on it
    private final Scheduler disk = Schedulers.newBoundedElastic(1, 1_000, "usage", 60, true);
    private volatile Disposable running = Disposables.disposed();
    private boolean waits;

    UsageReporter(
            UsageJournal journal, UsageSpool spool, TelemetryClient telemetry, InstantSource clock, Duration interval) {
        this.journal = journal;
        this.spool = spool;
        this.telemetry = telemetry;
        this.clock = clock;
        this.interval = interval;
    }

    @Override
    public void start() {
        running = Mono.defer(() -> Mono.delay(untilNextTick(clock.instant()), disk))
                .repeat()
                .doOnNext(tick -> write())
                .onBackpressureLatest()
                .concatMap(tick -> send(), 1)
                .subscribe();
    }

    @Override
    public void stop(Runnable done) {
        running.dispose();
        report().timeout(FAREWELL)
                .onErrorResume(fault -> Mono.empty()) // what was not taken waits on disk
                .doFinally(signal -> done.run())
                .subscribe();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return !running.isDisposed();
    }

    @Override
    public int getPhase() {
        return AFTER_THE_DOORS;
    }

    @Override
    public void close() {
        disk.dispose();
    }

    /** Writes and sends once. */
    Mono<Void> report() {
        return Mono.fromRunnable(this::write).subscribeOn(disk).then(send());
    }

    private Duration untilNextTick(Instant now) {
        var sinceTick = Duration.ofMillis(now.toEpochMilli() % interval.toMillis());
        var turn = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        var untilTurn = Duration.between(now, turn);
        var untilTick = interval.minus(sinceTick);
        return untilTick.compareTo(untilTurn) < 0 ? untilTick : untilTurn;
    }

    private void write() {
        try {
            journal.write(clock.instant());
        } catch (IOException | RuntimeException fault) {
            log.warn("event=usage-not-written cause=\"{}\"", fault.toString());
        }
    }

    private Mono<Void> send() {
        return Flux.defer(() -> Flux.fromIterable(spool.names()))
                .subscribeOn(disk)
                .concatMap(this::send, 1)
                .takeWhile(taken -> taken)
                .then()
                .onErrorResume(fault -> {
                    log.warn("event=usage-not-sent cause=\"{}\"", fault.toString());
                    return Mono.empty();
                });
    }

    /** True when the next file may be tried. */
    private Mono<Boolean> send(String file) {
        return Mono.fromCallable(() -> spool.read(file))
                .filter(batch -> batch.length > 0)
                .flatMap(batch -> telemetry
                        .send(batch)
                        .publishOn(disk)
                        .flatMap(answer -> Mono.fromCallable(() -> settle(file, batch, answer))));
    }

    private boolean settle(String file, byte[] batch, Answer answer) throws IOException {
        switch (answer.fate()) {
            case TAKEN -> spool.forget(file, batch);
            case REFUSED -> {
                log.warn("event=usage-refused file={} cause=\"{}\"", file, answer.why());
                spool.setAside(file);
            }
            case UNDECIDED -> {
                tellOnce(answer.why());
                return false;
            }
        }
        if (waits) {
            log.info("event=usage-sent-again waiting={}", spool.waiting());
        }
        waits = false;
        return true;
    }

    private void tellOnce(String why) {
        if (!waits) {
            log.warn("event=usage-waits cause=\"{}\" waiting={}", why, spool.waiting());
        }
        waits = true;
    }
}
