package io.trunkline.broker.history;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What topics remember: a log per topic with history, and the last value of topics that keep one. Calls return at once; work happens on subscription. */
public interface TopicLog {
    /**
     * Keeps a publication: in its topic's log if that has a history, and as the topic's last value if it keeps one; an empty payload clears that. Offsets are
     * gapless per topic and epoch, in the order of subscription to the returned Mono, and so is the order in which the Monos of one topic complete: one after
     * the other, each when the one before has been taken. What is read may hold it before it completes, and holds it when it has.
     *
     * @return the publication, at its position where there is a history, once it is as safe as its retention wants it; fails with Refused LIMIT_REACHED or
     *     OVERLOADED where there is no room, UNAVAILABLE when it cannot be made safe; it has then no position and is never read
     */
    Mono<Publication> append(Publication publication, Retention retention);

    /** What the log still has of a range; fails with Refused UNAVAILABLE. */
    Mono<Slice> read(Range range);

    /**
     * All that a durable topic remembers by this retention, which may be narrower than its own, oldest first: for who looks for what an earlier process has
     * published. Nothing where the log ends with its process; fails with Refused UNAVAILABLE.
     */
    default Flux<Publication> recall(ApplicationId application, Topic topic, Retention retention) {
        return Flux.empty();
    }

    /** The topics of the application that a filter matches and whose log is not empty. */
    Flux<Topic> topics(ApplicationId application, TopicFilter filter);

    /**
     * The last values of all topics of the application that a filter matches, those that have expired left out; each is of when it is asked for, so who asks
     * for few at a time gets no old ones.
     */
    Flux<Publication> last(ApplicationId application, TopicFilter filter);

    /**
     * From now on the application's topics remember this. The log of a topic that has no history by it is over: nobody could say what was not kept meanwhile, so
     * what is kept there later begins in another epoch. Last values are left as they are. Takes hold when subscribed to: what is read or appended after that is
     * of the new logs, and what was under way for a topic without a history is passed on unplaced.
     *
     * @return completes when the logs are over for good; until then who reads, or appends what is durable, waits or is refused
     */
    Mono<Void> keepBy(ApplicationId application, TopicRules rules);

    /** Forgets everything of an application. */
    Mono<Void> forget(ApplicationId application);
}
