package io.trunkline.broker.observe;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears what happened, to count it. Called on the path itself, from many threads at once: implementations return at once, never block and never throw. */
public interface BrokerListener {
    BrokerListener NONE = new BrokerListener() {};

    /** A publication was offered to all its readers, and so many outboxes on this node took it; once per publication and node. */
    default void published(Publication publication, int deliveries) {}

    /** One delivery was not made; {@code connectionId} is the reader that lost it. */
    default void dropped(Publication publication, String connectionId, Reason reason) {}

    /** A publish, subscribe or connect was refused. */
    default void refused(ApplicationId application, Reason reason) {}

    /** A call that is no publish was charged so many bytes. */
    default void charged(Principal principal, int bytes) {}

    /** A line was opened, with all it came to hear; {@code from} is null for one of the platform's own. */
    default void connected(Principal principal, @Nullable Country from) {}

    /** A line of which {@link #connected} told has ended. */
    default void disconnected(Principal principal, Reason reason) {}

    /** One listener that tells several, in order. */
    static BrokerListener all(List<? extends BrokerListener> listeners) {
        return listeners.size() == 1 ? listeners.get(0) : new Listeners(List.copyOf(listeners));
    }
}
