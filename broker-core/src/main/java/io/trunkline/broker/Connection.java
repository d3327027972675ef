package io.trunkline.broker;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.LineState;
import io.trunkline.broker.routing.Progress;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One open line of one principal. Safe for many threads; one thread's calls take effect in order. */
public interface Connection {
    /** 32 hex digits, unique on all nodes; begins with the node's own. */
    String id();

    /** Through what kind of door it came. */
    LineKind kind();

    /** When it was opened. */
    Instant since();

    /** What its door knows of it, now. */
    LineState state();

    /** Bytes that wait to be written to it; may be an estimate. */
    long waitingBytes();

    /** How far it is with the publication of this id, if it was offered it; for who asks why a message did not arrive. */
    Mono<Progress> progress(String publication);

    /** Who it is, bound to this connection's id. */
    Principal principal();

    /**
     * Subscribes, or changes the options of a subscription; in force when this returns.
     *
     * @throws Refused FORBIDDEN_SUBSCRIBE, FORBIDDEN_PRIVATE, LIMIT_REACHED
     */
    Subscription subscribe(TopicFilter filter, SubscriptionOptions options);

    /**
     * Subscribes, and goes on from somewhere in the log: what it has comes first, then what comes live, without a gap, once, in order. One topic at a time, with a
     * position of it; a filter over several topics may only begin with the earliest or latest of each.
     *
     * @return once the log was first read; fails with Refused as above, LIMIT_REACHED while this is being done for the filter already, UNSUPPORTED for a shared
     *     subscription or a position and several topics, UNAVAILABLE when the log cannot be read: there is no such subscription then
     */
    Mono<Resumption> subscribe(TopicFilter filter, SubscriptionOptions options, Since since);

    /**
     * Completes when a subscription misses nothing that is published from now on: at once, unless a cursor brings it what its topics' logs have.
     *
     * @return fails with Refused LIMIT_REACHED, UNSUPPORTED, UNAVAILABLE when there is no cursor to be had; it is tried again for as long as the subscription is there
     */
    Mono<Void> opening(Subscription subscription);

    /** Whether what is at this place of a topic's log waits there for it; for who asks why a message did not arrive. */
    boolean waits(Topic topic, Position at);

    /** Its client has gone away, and may come back: what cursors have goes to others meanwhile. */
    void away();

    /** The subscription to this filter in this group (null for none), or null where there is none. */
    @Nullable
    Subscription subscription(TopicFilter filter, @Nullable String group);

    /** Ends a subscription; false when there was none. Those on private topics stay, for the door made them. */
    boolean unsubscribe(TopicFilter filter, @Nullable String group);

    /** All subscriptions, standing ones included. */
    List<Subscription> subscriptions();

    /** The last values that a subscription brings; those its principal may not hear are left out. */
    Flux<Publication> retained(Subscription subscription);

    /** Those of them that their topics' logs do not bring: of topics without history, and those that are older than what it has. */
    Flux<Publication> retainedBesideHistory(Subscription subscription);

    /**
     * Takes new rights and a new tenure for the same line, and gives up the subscriptions they no longer allow. The outbox is told of each as well.
     *
     * @return what was given up
     * @throws Refused OTHER_SUBJECT when they are of another application or subject
     */
    List<Subscription> renew(Principal principal, Tenure tenure);

    /** Ends the line: subscriptions first, then the outbox with this reason. Only the first call counts. */
    void close(Reason reason);
}
