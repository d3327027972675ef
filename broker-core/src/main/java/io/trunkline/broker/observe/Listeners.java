package io.trunkline.broker.observe;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several listeners as one. */
record Listeners(List<BrokerListener> all) implements BrokerListener {
    @Override
    public void published(Publication publication, int deliveries) {
        all.forEach(listener -> listener.published(publication, deliveries));
    }

    @Override
    public void dropped(Publication publication, String connectionId, Reason reason) {
        all.forEach(listener -> listener.dropped(publication, connectionId, reason));
    }

    @Override
    public void refused(ApplicationId application, Reason reason) {
        all.forEach(listener -> listener.refused(application, reason));
    }

    @Override
    public void charged(Principal principal, int bytes) {
        all.forEach(listener -> listener.charged(principal, bytes));
    }

    @Override
    public void connected(Principal principal, @Nullable Country from) {
        all.forEach(listener -> listener.connected(principal, from));
    }

    @Override
    public void disconnected(Principal principal, Reason reason) {
        all.forEach(listener -> listener.disconnected(principal, reason));
    }
}
