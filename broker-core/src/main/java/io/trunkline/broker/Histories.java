package io.trunkline.broker;

import io.trunkline.broker.LocalBroker.Ports;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Category;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What topics remember, as readers ask for it. */
public final class Histories {
    private final Ports ports;

    Histories(Ports ports) {
        this.ports = ports;
    }

    /**
     * Reads what a topic remembers, for a principal who needs the permission to hear it.
     *
     * @param limit at most this many, at least 1
     * @return {@link Slice#NONE} where the topic has no history; fails with {@link Refused}: UNKNOWN_APPLICATION, APPLICATION_DISABLED, FORBIDDEN_SUBSCRIBE,
     *     FORBIDDEN_PRIVATE, UNAVAILABLE
     */
    public Mono<Slice> read(Principal principal, Topic topic, Since since, int limit) {
        return Mono.defer(() -> {
                    check(principal, topic);
                    return read(principal.application(), topic, since, limit);
                })
                .doOnError(Refused.class, no -> ports.listener().refused(principal.application(), no.reason()));
    }

    private void check(Principal principal, Topic topic) {
        if (!policy(principal.application()).enabled()) {
            throw new Refused(Reason.APPLICATION_DISABLED);
        }
        checkMayHear(principal, TopicFilter.exact(topic));
    }

    /** @throws Refused FORBIDDEN_SUBSCRIBE, FORBIDDEN_PRIVATE */
    static void checkMayHear(Principal principal, TopicFilter filter) {
        if (!principal.permissions().maySubscribe(filter)) {
            throw new Refused(
                    filter.category() == Category.PRIVATE ? Reason.FORBIDDEN_PRIVATE : Reason.FORBIDDEN_SUBSCRIBE);
        }
    }

    /** For a reader that may hear the topic. */
    Mono<Slice> read(ApplicationId application, Topic topic, Since since, int limit) {
        var retention = policy(application).topics().of(topic);
        return retention.keepsHistory()
                ? ports.log().read(new Range(application, topic, retention, since, limit))
                : Mono.just(Slice.NONE);
    }

    /** The newest of each topic that a filter matches, but for secure and private ones that the reader may not hear. */
    Flux<Publication> newest(ApplicationId application, TopicFilter filter, Predicate<Topic> mayHear) {
        return ports.log()
                .last(application, filter)
                .filter(publication ->
                        publication.topic().category() == Category.PUBLIC || mayHear.test(publication.topic()));
    }

    /** Those of some publications that their topics' logs do not have any more, or never had; as many are looked at as are asked for. */
    Flux<Publication> notRemembered(Flux<Publication> some) {
        return some.concatMap(
                publication -> read(publication.application(), publication.topic(), Since.EARLIEST, 1)
                        .filter(first -> first.publications().isEmpty()
                                || first.publications().get(0).time().isAfter(publication.time()))
                        .map(gone -> publication),
                0);
    }

    private ApplicationPolicy policy(ApplicationId application) {
        var policy = ports.directory().find(application);
        if (policy == null) {
            throw new Refused(Reason.UNKNOWN_APPLICATION);
        }
        return policy;
    }

    /** The topics with something to read that a filter matches. */
    Flux<Topic> topics(ApplicationId application, TopicFilter filter) {
        return filter instanceof TopicFilter.Exact exact
                ? Flux.just(Topic.of(exact.text()))
                : ports.log().topics(application, filter);
    }
}
