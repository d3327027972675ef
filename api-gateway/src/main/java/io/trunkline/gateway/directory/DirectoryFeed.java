package io.trunkline.gateway.directory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Keeps {@link Applications} in step with the admin-service: its snapshot, then every change. A feed that ends, fails or falls silent is opened again where it
 * stopped; what cannot be continued (a gap, a reset) starts from a new snapshot. Where the service does not answer at the start, what was kept of it is known: it
 * may be a second older than what the process before this one went by, so it is not known before.
 */
final class DirectoryFeed implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(DirectoryFeed.class);
    private static final Duration KEEP_EVERY = Duration.ofSeconds(1);
    private static final int SAY_EVERY = 30;
    private static final long UNKNOWN = -1;

    private final DirectoryClient client;
    private final Applications applications;
    private final SnapshotFile kept;
    private final DirectoryProperties.Feed settings;
    private final AtomicBoolean unkept = new AtomicBoolean();
    private final Disposable.Swap running = Disposables.swap();
    private volatile long version = UNKNOWN;
    private @Nullable Snapshot last;

    DirectoryFeed(
            DirectoryClient client, Applications applications, SnapshotFile kept, DirectoryProperties.Feed settings) {
        this.client = client;
        this.applications = applications;
        this.kept = kept;
        this.settings = settings;
    }

    @Override
    public void start() {
        last = kept.read();
        running.update(Disposables.composite(
                follow().subscribe(), impatient().subscribe(late -> fallBack()), keep().subscribe()));
    }

    private Mono<Long> impatient() {
        return Mono.delay(settings.patience());
    }

    /** The service has not answered: what was kept is known, until it does. */
    private synchronized void fallBack() {
        if (last == null) {
            return;
        }
        applications.recall(last.applications());
        log.info(
                "directory from disk: version={} applications={}",
                last.version(),
                last.applications().size());
        last = null;
    }

    @Override
    public void stop() {
        running.update(Disposables.disposed());
        keepNow();
    }

    @Override
    public boolean isRunning() {
        return running.get() != null && !running.isDisposed();
    }

    /** Before any door opens, and until all are closed; its client needs the event loops, which are of phase 0. */
    @Override
    public int getPhase() {
        return 1;
    }

    private Flux<FeedEvent> follow() {
        return Flux.defer(this::session)
                .concatWith(Mono.error(() -> new IllegalStateException("the feed has ended")))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, settings.retryAfter())
                        .maxBackoff(settings.maxRetryAfter())
                        .jitter(0.5)
                        .transientErrors(true)
                        .doBeforeRetry(this::lost));
    }

    private void lost(Retry.RetrySignal signal) {
        fallBack();
        if (signal.totalRetriesInARow() % SAY_EVERY == 0) {
            log.warn(
                    "directory feed lost, going on with what is known: attempts={} cause={}",
                    signal.totalRetriesInARow(),
                    signal.failure().toString());
        }
    }

    private Flux<FeedEvent> session() {
        var since = version == UNKNOWN ? resync() : Mono.just(version);
        return since.flatMapMany(client::changes).timeout(settings.silence()).concatMap(this::apply);
    }

    private Mono<Long> resync() {
        return client.snapshot()
                .timeout(settings.silence())
                .doOnNext(this::load)
                .map(Snapshot::version);
    }

    private synchronized void load(Snapshot snapshot) {
        last = null;
        applications.replace(snapshot.applications());
        version = snapshot.version();
        unkept.set(true);
        log.info(
                "directory: version={} applications={}",
                version,
                snapshot.applications().size());
    }

    private Mono<FeedEvent> apply(FeedEvent event) {
        if (event instanceof FeedEvent.Put put) {
            return advance(event, put.version(), () -> applications.put(put.application()));
        }
        if (event instanceof FeedEvent.Delete delete) {
            return advance(event, delete.version(), () -> applications.remove(delete.application()));
        }
        return event instanceof FeedEvent.Reset ? resync().thenReturn(event) : Mono.just(event);
    }

    /** Versions have no gaps: the next one is applied, an old one is known already, and anything later means that something was missed. */
    private Mono<FeedEvent> advance(FeedEvent event, long next, Runnable change) {
        if (next > version + 1) {
            return resync().thenReturn(event);
        }
        if (next == version + 1) {
            change.run();
            version = next;
            unkept.set(true);
        }
        return Mono.just(event);
    }

    private Flux<Long> keep() {
        return Flux.interval(KEEP_EVERY, Schedulers.boundedElastic())
                .onBackpressureDrop()
                .doOnNext(tick -> keepNow());
    }

    private synchronized void keepNow() {
        if (unkept.getAndSet(false)) {
            kept.write(new Snapshot(version, applications.all()));
        }
    }
}
