package io.trunkline.gateway.history;

import io.micrometer.core.instrument.MeterRegistry;
import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.gateway.database.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The durable topics' log with all that it is made of, from its start to its end. */
final class DurableLog implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(DurableLog.class);

    /** As many as the table of writers has rows. */
    private static final int WRITERS = 4;

    /** Of topics of which nothing waits and nothing is in memory. */
    private static final int KNOWN_TOPICS = 100_000;

    private static final long MOST_BATCH_BYTES = 4 << 20;
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration SAVE = Duration.ofMillis(500);
    private static final Duration FAREWELL = Duration.ofSeconds(3);
    private static final Duration UPKEEP = Duration.ofMinutes(10);

    private final Database database;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final Catalogue catalogue;
    private final Partitions partitions;
    private final Shelves shelves;
    private final List<Writer> writers = new ArrayList<>();
    private final TieredTopicLog log;
    private final Saving saving;
    private final Sinks.Empty<Void> loaded = Sinks.empty();
    private final Sinks.Empty<Void> stopping = Sinks.empty();
    private Disposable ticking = () -> {};
    private Disposable working = () -> {};
    private Mono<Void> upkeep = Mono.empty();
    private volatile boolean running;

    /**
     * What it is handed.
     *
     * @param memory for what is not durable, and for last values
     */
    record Parts(
            MemoryTopicLog memory,
            Database database,
            InstantSource clock,
            Writer.Ticker ticker,
            MeterRegistry meters) {}

    DurableLog(Parts parts, HistoryProperties properties) {
        this.database = parts.database();
        this.clock = parts.clock();
        this.scheduler = Schedulers.parallel();
        this.catalogue = new Catalogue(database, properties.maxTopics());
        this.partitions = new Partitions(database);
        this.shelves = new Shelves(catalogue::find, KNOWN_TOPICS);
        var room = new Room(properties.maxWaiting(), properties.maxWaitingSize().toBytes());
        var meters = new Meters(parts.meters(), room);
        var terms = new Writer.Terms(
                clock, parts.ticker(), properties.patience(), properties.batch(), MOST_BATCH_BYTES, room, meters);
        var values = new SavedValues(parts.memory(), waited(properties.patience()));
        for (var slot = 0; slot < WRITERS; slot++) {
            var memory = new Memory(properties.memory().toBytes() / WRITERS);
            writers.add(writer(slot, memory, terms, values::suspect));
        }
        var pages =
                new PageCache(new PageRows(database, meters), properties.pages().toBytes());
        var settling = new Settling(new Roll(database), catalogue, shelves);
        var durable =
                new PostgresTopicLog(writers, shelves, new LogReader(shelves, pages, clock), settling, parts.ticker());
        this.saving = new Saving(values, new ValueRows(database), writers, clock);
        this.log = new TieredTopicLog(values, durable, parts.memory()::checkRoom);
    }

    /** Last values are waited for, but not for long. */
    private Mono<Void> waited(Duration patience) {
        return Mono.firstWithSignal(
                        loaded.asMono(), Mono.delay(patience, scheduler).then())
                .cache();
    }

    private Writer writer(int slot, Memory memory, Writer.Terms terms, Consumer<Shelf.Key> suspect) {
        var thread = Schedulers.single(scheduler);
        var endings = new Endings(terms.patience());
        var parts = new Sender.Parts(database, catalogue, partitions, endings, suspect);
        Runnable lost =
                () -> shelves.each(application -> PostgresTopicLog.slot(application, WRITERS) == slot, Shelf::lose);
        return new Writer(new Sender(parts, slot, thread, lost), memory, terms, thread);
    }

    TopicLog log() {
        return log;
    }

    @Override
    public void start() {
        running = true;
        ticking = Flux.interval(TICK, scheduler).onBackpressureDrop().subscribe(tick -> tick());
        var saved = database.ready()
                .then(saving.load())
                .doOnSuccess(done -> loaded.tryEmitEmpty())
                .thenMany(every(SAVE).takeUntilOther(stopping.asMono()))
                .concatMap(tick -> quietly(saving.save()))
                .then();
        var kept = database.ready()
                .thenMany(every(UPKEEP).takeUntilOther(stopping.asMono()))
                .concatMap(tick -> keepUp())
                .then();
        upkeep = Mono.when(saved, kept).cache();
        working = upkeep.subscribe();
    }

    private Flux<Long> every(Duration pause) {
        return Flux.interval(Duration.ZERO, pause, scheduler).onBackpressureDrop();
    }

    private void tick() {
        writers.forEach(Writer::tick);
        shelves.trim();
    }

    private Mono<Void> keepUp() {
        return quietly(Mono.defer(() -> partitions.makeAhead(clock.instant()))
                .then(Mono.defer(() -> partitions.dropOver(clock.instant())))
                .then(catalogue.purge())
                .then(Mono.defer(saving::dropExpired)));
    }

    private static Mono<Void> quietly(Mono<Void> work) {
        return work.onErrorResume(fault -> {
            LOG.warn("event=upkeep-failed cause={}", fault.toString());
            return Mono.empty();
        });
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    /** What is under way in the database ends first: a connection that is cut off may hold locks for a while. */
    @Override
    public void stop(Runnable done) {
        running = false;
        stopping.tryEmitEmpty();
        upkeep.timeout(FAREWELL, Mono.empty(), scheduler)
                .then(Mono.fromRunnable(working::dispose))
                .then(quietly(saving.save().timeout(FAREWELL, scheduler)))
                .thenMany(Flux.fromIterable(writers).flatMap(Writer::close))
                .doFinally(end -> ticking.dispose())
                .doFinally(end -> done.run())
                .subscribe();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Database.PHASE + 1;
    }
}
