package io.trunkline.mqtt;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** A log that keeps its callers waiting: readers for a while on another thread, and who appends, when asked to, until the test lets go. */
final class HesitantLog implements TopicLog {
    private final TopicLog log;
    private final Scheduler readers;
    private final Random random;
    private final BlockingQueue<Sinks.Empty<Void>> appending = new LinkedBlockingQueue<>();
    private volatile boolean holding;
    private volatile @Nullable RuntimeException fault;

    HesitantLog(TopicLog log, Scheduler readers, long seed) {
        this.log = log;
        this.readers = readers;
        this.random = new Random(seed);
    }

    /** From now on appends wait. */
    void hold() {
        holding = true;
    }

    /** From now on appends fail. */
    void failWith(RuntimeException next) {
        fault = next;
    }

    int appending() {
        return appending.size();
    }

    /** Lets the first append that waits go on. */
    void letGo() throws InterruptedException {
        appending.take().tryEmitEmpty();
    }

    @Override
    public Mono<Publication> append(Publication publication, Retention retention) {
        return Mono.defer(() -> {
            var failing = fault;
            if (failing != null) {
                return Mono.error(failing);
            }
            return holding ? held().then(log.append(publication, retention)) : log.append(publication, retention);
        });
    }

    private Mono<Void> held() {
        var gate = Sinks.<Void>empty();
        appending.add(gate);
        return gate.asMono();
    }

    @Override
    public Mono<Slice> read(Range range) {
        return Mono.defer(() -> log.read(range).delayElement(aWhile(), readers));
    }

    private Duration aWhile() {
        synchronized (random) {
            return Duration.ofMillis(random.nextInt(3));
        }
    }

    @Override
    public Flux<Topic> topics(ApplicationId application, TopicFilter filter) {
        return log.topics(application, filter);
    }

    @Override
    public Flux<Publication> last(ApplicationId application, TopicFilter filter) {
        return log.last(application, filter);
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        return log.forget(application);
    }
}
