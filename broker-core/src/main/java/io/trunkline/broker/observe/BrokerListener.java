package io.trunkline.broker.observe;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears what happened, to count it. Called on the path itself, from many threads at once: implementations return at once, never block and never throw. */
public interface BrokerListener {
    BrokerListener NONE = new BrokerListener() {};

    /** A publication was offered to all its readers, and so many outboxes on this node took it; once per publication and node. */
    default void published(Publication publication, int deliveries) {}

    /** One delivery was not made; {@code connectionId} is the reader that lost it. */
    default void dropped(Publication publication, String connectionId, Reason reason) {}

    /** Several deliveries were not made, because the log had forgotten what was to be delivered; {@link #dropped} is not told. */
    default void overtaken(Overtaken gap, Reason reason) {}

    /** Of those who share a subscription, this one was chosen to be offered the publication. */
    default void chosen(Publication publication, String connectionId, String group) {}

    /** A publish, subscribe or connect was refused. */
    default void refused(ApplicationId application, Reason reason) {}

    /** Which publish it was that was refused; {@link #refused} is told as well. */
    default void refusedPublish(Principal publisher, Topic topic, Message message, Reason reason) {}

    /** Which subscription it was that was refused; {@link #refused} is told as well. */
    default void refusedSubscribe(Principal subscriber, TopicFilter filter, Reason reason) {}

    /** A message was accepted and is to be published later, under its id. */
    default void deferred(Publication admitted, Instant due) {}

    /** A publish was answered by the receipt of the one that it repeats, and not made. */
    default void repeated(Principal publisher, Topic topic, Receipt receipt) {}

    /** A subscription began that first brings what the log has since then. */
    default void resumed(Principal subscriber, TopicFilter filter, Since since) {}

    /** A subscription ended, or was replaced by one with other options, while its connection goes on. */
    default void unsubscribed(Principal subscriber, Interest interest) {}

    /** A call that is no publish was charged so many bytes. */
    default void charged(Principal principal, int bytes) {}

    /** A line was opened, with all it came to hear; {@code from} is null for one of the platform's own. */
    default void connected(Principal principal, @Nullable Country from) {}

    /** A line of which {@link #connected} told has ended. */
    default void disconnected(Principal principal, Reason reason) {}

    /** A client's line has ended, and with it what it was subscribed to; told of each, unlike {@link #disconnected}. */
    default void left(Bygone line) {}

    /** One listener that tells several, in order. */
    static BrokerListener all(List<? extends BrokerListener> listeners) {
        return listeners.size() == 1 ? listeners.get(0) : new Listeners(List.copyOf(listeners));
    }
}
