package io.trunkline.gateway.history;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Durable topics in one log, all others in memory; last values are read from memory, all of them. */
final class TieredTopicLog implements TopicLog {
    private static final Retention LAST_ONLY = new Retention(0, Retention.USUAL, true, true);

    private final TopicLog memory;
    private final TopicLog durable;
    private final Consumer<Publication> room;
    private final Map<ApplicationId, TopicRules> known = new ConcurrentHashMap<>();

    /** @param room refuses a last value for which memory has none */
    TieredTopicLog(TopicLog memory, TopicLog durable, Consumer<Publication> room) {
        this.memory = memory;
        this.durable = durable;
        this.room = room;
    }

    @Override
    public Mono<Publication> append(Publication publication, Retention retention) {
        return retention.keepsHistory()
                ? appendNow(publication, retention)
                        .flatMap(placed -> placed.position() == null ? over(placed, retention) : Mono.just(placed))
                : appendNow(publication, retention);
    }

    private Mono<Publication> appendNow(Publication publication, Retention retention) {
        if (!retention.durable()) {
            return memory.append(publication, retention);
        }
        return retention.state() ? appendShown(publication, retention) : durable.append(publication, retention);
    }

    /** The topic has gone over to the other log while this was under way, unless it has none any more. */
    private Mono<Publication> over(Publication passed, Retention retention) {
        var now = known.getOrDefault(passed.application(), TopicRules.NONE).of(passed.topic());
        if (!now.keepsHistory() || now.durable() == retention.durable()) {
            return Mono.just(passed);
        }
        return now.durable() ? durable.append(passed, retention.asDurable()) : memory.append(passed, retention);
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

    /** Each has an end of its own: a topic that goes over to the other one begins anew there. */
    @Override
    public Mono<Void> keepBy(ApplicationId application, TopicRules rules) {
        return Mono.defer(() -> {
            known.put(application, rules);
            return memory.keepBy(application, rules.only(retention -> !retention.durable()))
                    .then(durable.keepBy(application, rules.only(Retention::durable)));
        });
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        return Mono.defer(() -> {
            known.remove(application);
            return memory.forget(application).then(durable.forget(application));
        });
    }
}
