package io.trunkline.gateway.history;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Durable topics in one log, all others in memory; last values are read from memory, all of them. */
final class TieredTopicLog implements TopicLog {
    private static final Retention LAST_ONLY = new Retention(0, Retention.USUAL, true, true);

    private final TopicLog memory;
    private final TopicLog durable;
    private final Consumer<Publication> room;

    /** @param room refuses a last value for which memory has none */
    TieredTopicLog(TopicLog memory, TopicLog durable, Consumer<Publication> room) {
        this.memory = memory;
        this.durable = durable;
        this.room = room;
    }

    @Override
    public Mono<Publication> append(Publication publication, Retention retention) {
        if (!retention.durable()) {
            return memory.append(publication, retention);
        }
        return retention.state() ? appendShown(publication, retention) : durable.append(publication, retention);
    }

    /** Nothing is committed that could not be shown then. */
    private Mono<Publication> appendShown(Publication publication, Retention retention) {
        return Mono.<Publication>fromRunnable(() -> room.accept(publication))
                .switchIfEmpty(Mono.defer(() -> durable.append(publication, retention)))
                .flatMap(placed -> memory.append(placed, LAST_ONLY));
    }

    @Override
    public Mono<Slice> read(Range range) {
        return range.retention().durable() ? durable.read(range) : memory.read(range);
    }

    @Override
    public Flux<Publication> recall(ApplicationId application, Topic topic, Retention retention) {
        return durable.recall(application, topic, retention);
    }

    @Override
    public Flux<Topic> topics(ApplicationId application, TopicFilter filter) {
        return Flux.concat(memory.topics(application, filter), durable.topics(application, filter))
                .distinct();
    }

    @Override
    public Flux<Publication> last(ApplicationId application, TopicFilter filter) {
        return memory.last(application, filter);
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        return memory.forget(application).then(durable.forget(application));
    }
}
