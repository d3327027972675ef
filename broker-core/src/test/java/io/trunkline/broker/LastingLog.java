package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.PassingLog;
import io.trunkline.broker.testkit.VirtualWorld;
import io.trunkline.broker.topic.Topic;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** A log that outlives the brokers of a test. */
final class LastingLog extends PassingLog {
    private final VirtualWorld world = new VirtualWorld(1);
    private final TopicLog log = new MemoryTopicLog(world, "epoch", MemoryTopicLog.Bounds.DEFAULT);
    private boolean broken;
    private int recalls;
    private Sinks.Empty<Void> answering = Sinks.empty();

    LastingLog() {
        answer();
    }

    /** Whether what it has can be read. */
    void broken(boolean yes) {
        broken = yes;
    }

    int recalls() {
        return recalls;
    }

    /** Who recalls something waits from now on. */
    void hold() {
        answering = Sinks.empty();
    }

    /** All that wait are answered. */
    void answer() {
        answering.tryEmitEmpty();
    }

    @Override
    public Flux<Publication> recall(ApplicationId application, Topic topic, Retention retention) {
        return Flux.defer(() -> {
            recalls++;
            return answering.asMono().thenMany(Flux.defer(() -> answer(application, topic, retention)));
        });
    }

    private Flux<Publication> answer(ApplicationId application, Topic topic, Retention retention) {
        return broken ? Flux.error(new Refused(Reason.UNAVAILABLE)) : younger(application, topic, retention);
    }

    private Flux<Publication> younger(ApplicationId application, Topic topic, Retention retention) {
        var oldest = world.instant().minus(retention.age());
        return log.read(new Range(application, topic, Retention.ofSize(retention.size()), Since.EARLIEST, 1_000))
                .flatMapIterable(Slice::publications)
                .filter(publication -> !publication.time().isBefore(oldest));
    }

    @Override
    protected TopicLog log() {
        return log;
    }
}
