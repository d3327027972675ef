package io.trunkline.mqtt;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.testkit.PassingLog;
import io.trunkline.broker.topic.Topic;
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
final class HesitantLog extends PassingLog {
    private final TopicLog log;
    private final Scheduler readers;
    private final Random random;
    private final BlockingQueue<Sinks.Empty<Void>> appending = new LinkedBlockingQueue<>();
    private final Sinks.Empty<Void> recalls = Sinks.empty();
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

    /** Who looks for what was published before the start waits until this. */
    void answerRecalls() {
        recalls.tryEmitEmpty();
    }

    @Override
    public Flux<Publication> recall(ApplicationId application, Topic topic, Retention retention) {
        return recalls.asMono().thenMany(Flux.empty());
    }

    /** From now on appends fail. */
    void failWith(RuntimeException next) {
        fault = next;
    }

    /** How many appends wait. */
    int appending() {
        return appending.size();
    }

    /** Lets the first append that waits go on. */
    void letGo() throws InterruptedException {
        appending.take().tryEmitEmpty();
    }

    /** The first append that waits is not made. */
    void refuse(RuntimeException why) throws InterruptedException {
        appending.take().tryEmitError(why);
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
    protected TopicLog log() {
        return log;
    }
}
