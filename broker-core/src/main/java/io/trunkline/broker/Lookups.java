package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * The topics whose logs are looked through before something is published there: each once, few at a time and applications in turn. What is to be published on such a topic meanwhile waits,
 * so that nothing overtakes what came before it.
 */
final class Lookups {
    /** After a restart all topics may be asked for at once, while those who come back want to read. */
    static final int AT_ONCE = 2;

    /** Who has waited for so long is refused. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<OfTopic, Lookup> lookups = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final FewAtOnce few;
    private final Scheduler scheduler;

    /** Which log. */
    record OfTopic(ApplicationId application, Topic topic) {}

    /** @param running sees to it that logs are looked through */
    Lookups(Scheduler scheduler, Consumer<Mono<Void>> running) {
        this.scheduler = scheduler;
        this.few = new FewAtOnce(AT_ONCE, running);
    }

    /** Whether nobody waits for anything. */
    boolean isQuiet() {
        return underWay.get() == 0;
    }

    /** Completes when all who came before have gone on; null when there is nobody. */
    @Nullable
    Mono<Void> before(OfTopic topic) {
        var lookup = lookups.get(topic);
        return lookup == null || lookup.isOver() ? null : waiting(sink -> follow(lookup, sink));
    }

    private static void follow(Lookup lookup, MonoSink<Void> sink) {
        var following = new Lookup.Waiting(sink, false);
        if (lookup.add(following)) {
            sink.onCancel(() -> lookup.leave(following));
        } else {
            sink.success();
        }
    }

    /** Completes once the log has been looked through and all who came before have gone on; fails as that did, and then the next tries it again. */
    Mono<Void> after(OfTopic topic, Mono<Void> look) {
        return isKnown(lookups.get(topic)) ? Mono.empty() : waiting(sink -> ask(topic, look, sink));
    }

    private static boolean isKnown(@Nullable Lookup lookup) {
        return lookup != null && lookup.isOver() && !lookup.hasFailed();
    }

    private Mono<Void> waiting(Consumer<MonoSink<Void>> entering) {
        return Mono.create(entering).timeout(PATIENCE, Mono.error(Lookups::late), scheduler);
    }

    /** Who asks at the last moment for what nobody waited for any more is told the same. */
    private static Refused late() {
        return new Refused(Reason.UNAVAILABLE, "the topic's history is not read yet");
    }

    private void ask(OfTopic topic, Mono<Void> look, MonoSink<Void> sink) {
        var asking = new Lookup.Waiting(sink, true);
        var lookup = latest(topic);
        while (!lookup.add(asking)) {
            if (isKnown(lookup)) {
                sink.success();
                return;
            }
            lookup = latest(topic);
        }
        var entered = lookup;
        sink.onCancel(() -> entered.leave(asking));
        if (lookup.begins()) {
            begin(topic, lookup, look);
        }
    }

    private Lookup latest(OfTopic topic) {
        return Objects.requireNonNull(
                lookups.compute(topic, (key, there) -> there == null || there.hasFailed() ? new Lookup() : there));
    }

    private void begin(OfTopic topic, Lookup lookup, Mono<Void> look) {
        underWay.incrementAndGet();
        var wanted = Mono.defer(() -> lookup.isWanted() ? look : Mono.error(Lookups.late()));
        few.add(
                topic.application(),
                wanted.then(Mono.<Void>fromRunnable(() -> lookup.end(null)))
                        .onErrorResume(fault -> Mono.fromRunnable(() -> failed(topic, lookup, fault)))
                        .doFinally(end -> underWay.decrementAndGet()));
    }

    private void failed(OfTopic topic, Lookup lookup, Throwable fault) {
        lookup.end(fault);
        lookups.remove(topic, lookup);
    }

    void forget(ApplicationId application) {
        lookups.keySet().removeIf(topic -> topic.application().equals(application));
    }

    /** What was looked through is not asked for any more. */
    void forgetAll() {
        lookups.values().removeIf(Lookups::isKnown);
    }
}
