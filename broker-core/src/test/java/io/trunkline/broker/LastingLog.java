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
import io.trunkline.broker.testkit.VirtualWorld;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A log that outlives the brokers of a test. */
final class LastingLog implements TopicLog {
    private final VirtualWorld world = new VirtualWorld(1);
    private final TopicLog log = new MemoryTopicLog(world, "epoch", MemoryTopicLog.Bounds.DEFAULT);
    private boolean broken;
    private int recalls;

    /** Whether what it has can be read. */
    void broken(boolean yes) {
        broken = yes;
    }

    int recalls() {
        return recalls;
    }

    @Override
    public Flux<Publication> recall(ApplicationId application, Topic topic, Retention retention) {
        return Flux.defer(() -> {
            recalls++;
            return broken ? Flux.error(new Refused(Reason.UNAVAILABLE)) : younger(application, topic, retention);
        });
    }

    private Flux<Publication> younger(ApplicationId application, Topic topic, Retention retention) {
        var oldest = world.instant().minus(retention.age());
        return log.read(new Range(application, topic, Retention.ofSize(retention.size()), Since.EARLIEST, 1_000))
                .flatMapIterable(Slice::publications)
                .filter(publication -> !publication.time().isBefore(oldest));
    }

    @Override
    public Mono<Publication> append(Publication publication, Retention retention) {
        return log.append(publication, retention);
    }

    @Override
    public Mono<Slice> read(Range range) {
        return log.read(range);
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
