package io.trunkline.mqtt;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.topic.TopicFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;

/**
 * The retained messages that the subscriptions of one line bring: one subscription after the other, and a slice of messages at a time, so that the loop has
 * time for others and the client gets no more than it takes. On the channel's loop only.
 */
final class RetainedMessages {
    private static final int SLICE = 64;
    private static final int SLICE_BYTES = 64 << 10;

    private final Line line;
    private final MqttSession session;
    private final Sessions sessions;
    private final int unsentBytes;
    private final Map<TopicFilter, Walk> waiting = new LinkedHashMap<>();
    private boolean walking;

    /** @param unsentBytes above which the client loses QoS 0 deliveries */
    RetainedMessages(Line line, MqttSession session, Sessions sessions, int unsentBytes) {
        this.line = line;
        this.session = session;
        this.sessions = sessions;
        this.unsentBytes = unsentBytes;
    }

    /** A filter that waits and is subscribed to once more waits once. */
    void bring(Subscription subscription, Flux<Publication> messages) {
        waiting.put(subscription.filter(), new Walk(subscription, messages));
        if (!walking) {
            next();
        }
    }

    private void next() {
        var first = waiting.values().iterator();
        walking = first.hasNext();
        if (walking) {
            var walk = first.next();
            first.remove();
            walk.messages.subscribe(walk);
        }
    }

    private void later(Runnable task) {
        line.context().executor().execute(task);
    }

    private final class Walk extends BaseSubscriber<Publication> {
        private final Subscription subscription;
        private final Flux<Publication> messages;
        private int taken;
        private int bytes;

        Walk(Subscription subscription, Flux<Publication> messages) {
            this.subscription = subscription;
            this.messages = messages;
        }

        @Override
        protected void hookOnSubscribe(org.reactivestreams.Subscription demand) {
            request(1);
        }

        @Override
        protected void hookOnNext(Publication publication) {
            var offer = session.outbox().offer(Delivery.retained(publication, subscription));
            if (offer == Offer.DROPPED) {
                sessions.dropped(session, publication, Reason.SLOW_READER);
            }
            bytes += publication.payload().size();
            if (offer == Offer.CONGESTED) {
                session.outbox().eased().doOnTerminate(() -> later(this::goOn)).subscribe();
            } else if (++taken >= SLICE || bytes >= SLICE_BYTES) {
                later(this::rest);
            } else {
                request(1);
            }
        }

        private void rest() {
            if (line.unsentBytes() > unsentBytes / 2) {
                line.whenWritten(this::goOn);
            } else {
                goOn();
            }
        }

        private void goOn() {
            taken = 0;
            bytes = 0;
            if (isWanted()) {
                request(1);
            } else {
                cancel();
            }
        }

        /** A session that is kept gets what is to be kept for it. */
        private boolean isWanted() {
            return (line.isOpen() || subscription.options().qos() > 0)
                    && session.connection().subscription(subscription.filter(), null) == subscription;
        }

        @Override
        protected void hookFinally(SignalType end) {
            later(RetainedMessages.this::next);
        }
    }
}
