package io.trunkline.gateway.directory;

import io.trunkline.broker.access.ApplicationId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
 * stopped; what cannot be continued (a gap, a reset) starts from a new snapshot. All of it is kept on disk before it holds, so that a process that starts without
 * the service goes by nothing older than the one before it; the start waits a little for the service, which may know more.
 */
final class DirectoryFeed implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(DirectoryFeed.class);
    private static final int SAY_EVERY = 30;
    private static final long UNKNOWN = -1;

    /** What comes within this time is kept by one write. */
    private static final Duration TOGETHER = Duration.ofMillis(10);

    private static final int MOST_TOGETHER = 500;

    private final DirectoryClient client;
    private final Applications applications;
    private final SnapshotFile kept;
    private final DirectoryProperties.Feed settings;
    private final Disposable.Swap running = Disposables.swap();
    private volatile long version = UNKNOWN;
    private volatile @Nullable Snapshot last;

    DirectoryFeed(
            DirectoryClient client, Applications applications, SnapshotFile kept, DirectoryProperties.Feed settings) {
        this.client = client;
        this.applications = applications;
        this.kept = kept;
        this.settings = settings;
    }

    @Override
    public void start() {
        var before = kept.read();
        last = before;
        running.update(follow().subscribe());
        if (before != null && !isAnswered()) {
            applications.recall(before.applications());
            log.info(
                    "directory from disk: version={} applications={}",
                    before.version(),
                    before.applications().size());
        }
    }

    /** Waits for it, on a thread that is there to start things. */
    private boolean isAnswered() {
        var answered = new CountDownLatch(1);
        var waiting = applications.known().subscribe(none -> {}, fault -> {}, answered::countDown);
        try {
            return answered.await(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.dispose();
        }
    }

    @Override
    public void stop() {
        running.update(Disposables.disposed());
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

    private Flux<Long> follow() {
        return Flux.defer(this::session)
                .concatWith(Mono.error(() -> new IllegalStateException("the feed has ended")))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, settings.retryAfter())
                        .maxBackoff(settings.maxRetryAfter())
                        .jitter(0.5)
                        .transientErrors(true)
                        .doBeforeRetry(DirectoryFeed::lost));
    }

    private static void lost(Retry.RetrySignal signal) {
        if (signal.totalRetriesInARow() % SAY_EVERY == 0) {
            log.warn(
                    "directory feed lost, going on with what is known: attempts={} cause={}",
                    signal.totalRetriesInARow(),
                    signal.failure().toString());
        }
    }

    private Flux<Long> session() {
        var since = version == UNKNOWN ? resync() : Mono.just(version);
        return since.flatMapMany(client::changes)
                .timeout(settings.silence())
                .bufferTimeout(MOST_TOGETHER, TOGETHER, Schedulers.parallel(), true)
                .publishOn(Schedulers.boundedElastic(), 1)
                .concatMap(this::apply);
    }

    private Mono<Long> resync() {
        return client.snapshot()
                .timeout(settings.silence())
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(this::load)
                .map(Snapshot::version);
    }

    private void load(Snapshot snapshot) {
        kept.write(snapshot);
        var before = last;
        last = null;
        applications.replace(snapshot.applications(), before == null ? List.of() : before.applications());
        version = snapshot.version();
        log.info(
                "directory: version={} applications={}",
                version,
                snapshot.applications().size());
    }

    /** Versions have no gaps: the next one is applied, an old one is known already, and anything later, like a reset, means that something was missed. */
    private Mono<Long> apply(List<FeedEvent> events) {
        var changed = new Changed(version, applications.all());
        var isWhole = events.stream().allMatch(changed::take);
        if (changed.version() > version) {
            kept.write(changed.snapshot());
            changed.changes().forEach((id, now) -> put(id, now.orElse(null)));
            version = changed.version();
        }
        return isWhole ? Mono.just(version) : resync();
    }

    private void put(ApplicationId id, @Nullable Application now) {
        if (now == null) {
            applications.remove(id);
        } else {
            applications.put(now);
        }
    }
}
