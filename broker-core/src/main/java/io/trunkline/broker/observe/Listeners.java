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
    public void overtaken(Overtaken gap, Reason reason) {
        all.forEach(listener -> listener.overtaken(gap, reason));
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

    @Override
    public void chosen(Publication publication, String connectionId, String group) {
        all.forEach(listener -> listener.chosen(publication, connectionId, group));
    }

    @Override
    public void refusedPublish(Principal publisher, Topic topic, Message message, Reason reason) {
        all.forEach(listener -> listener.refusedPublish(publisher, topic, message, reason));
    }

    @Override
    public void refusedSubscribe(Principal subscriber, TopicFilter filter, Reason reason) {
        all.forEach(listener -> listener.refusedSubscribe(subscriber, filter, reason));
    }

    @Override
    public void repeated(Principal publisher, Topic topic, Receipt receipt) {
        all.forEach(listener -> listener.repeated(publisher, topic, receipt));
    }

    @Override
    public void resumed(Principal subscriber, TopicFilter filter, Since since) {
        all.forEach(listener -> listener.resumed(subscriber, filter, since));
    }

    @Override
    public void unsubscribed(Principal subscriber, Interest interest) {
        all.forEach(listener -> listener.unsubscribed(subscriber, interest));
    }

    @Override
    public void left(Bygone line) {
        all.forEach(listener -> listener.left(line));
    }

    @Override
    public void deferred(Publication admitted, Instant due) {
        all.forEach(listener -> listener.deferred(admitted, due));
    }
}
