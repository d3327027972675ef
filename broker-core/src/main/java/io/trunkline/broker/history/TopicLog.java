package io.trunkline.broker.history;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What topics remember: a log per topic with history, and the last value of topics that retain one. Calls return at once; work happens on subscription. */
public interface TopicLog {
    /**
     * Appends to the topic's log. Offsets are gapless per topic and epoch, in the order of subscription to the returned Mono.
     *
     * @return the publication at its position, once it is as safe as the adapter makes it
     */
    Mono<Publication> append(Publication publication, Retention retention);

    /**
     * What the log still has after a position, oldest first.
     *
     * @param since exclusive; null, or of another epoch, for all there is
     * @param limit at most this many, at least 1
     */
    Flux<Publication> read(ApplicationId application, Topic topic, @Nullable Position since, int limit);

    /** Makes the publication its topic's last value, or clears that when its payload is empty. @return fails with Refused LIMIT_REACHED when full */
    Mono<Void> retain(Publication publication);

    /**
     * The last values of all topics of the application that a filter matches, those that have expired left out; each is of when it is asked for, so who asks
     * for few at a time gets no old ones.
     */
    Flux<Publication> last(ApplicationId application, TopicFilter filter);

    /** Forgets everything of an application. */
    Mono<Void> forget(ApplicationId application);
}
