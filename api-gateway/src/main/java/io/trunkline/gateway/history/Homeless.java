package io.trunkline.gateway.history;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.schedule.ScheduleStore;
import io.trunkline.broker.schedule.Scheduled;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What durable topics have where there is no database: nothing is taken that could be lost. */
final class Homeless implements TopicLog, ScheduleStore {
    private static <T> Mono<T> refused() {
        return Mono.error(() -> new Refused(
                Reason.UNAVAILABLE,
                "this gateway has no database, which durable topics need (TRUNKLINE_DATABASE_URL)"));
    }

    @Override
    public Mono<Publication> append(Publication publication, Retention retention) {
        return refused();
    }

    @Override
    public Mono<Slice> read(Range range) {
        return refused();
    }

    @Override
    public Flux<Topic> topics(ApplicationId application, TopicFilter filter) {
        return Flux.empty();
    }

    @Override
    public Flux<Publication> last(ApplicationId application, TopicFilter filter) {
        return Flux.empty();
    }

    @Override
    public Mono<Void> keep(Scheduled scheduled) {
        return refused();
    }

    @Override
    public Mono<Void> drop(Scheduled scheduled) {
        return Mono.empty();
    }

    @Override
    public Flux<Scheduled> all() {
        return Flux.empty();
    }

    @Override
    public Mono<Void> keepBy(ApplicationId application, TopicRules rules) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        return Mono.empty();
    }
}
