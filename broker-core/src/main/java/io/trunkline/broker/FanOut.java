package io.trunkline.broker;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.routing.Subscriber;
import io.trunkline.broker.routing.SubscriptionTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Stations 9, 10 and 13: matches a publication, offers it to every outbox, and counts. */
final class FanOut {
    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);

    private final SubscriptionTable table;
    private final BrokerListener listener;
    private final Duration patience;
    private final InstantSource clock;
    private final ToIntFunction<Publication> recorded;

    /** @param recorded hears of each publication that is in its topic's log, in the order of the log, and says how many cursors read it */
    FanOut(
            SubscriptionTable table,
            BrokerListener listener,
            Duration patience,
            InstantSource clock,
            ToIntFunction<Publication> recorded) {
        this.table = table;
        this.listener = listener;
        this.patience = patience;
        this.clock = clock;
        this.recorded = recorded;
    }

    /** All offers are made before this returns; the Receipt waits for readers that asked to be waited for, up to the patience. */
    Mono<Receipt> deliver(Publication publication) {
        var logged = publication.position() != null;
        var round = new Round(publication.hasExpired(clock), logged);
        table.match(publication, round);
        if (logged) {
            round.taken += recorded.applyAsInt(publication);
        }
        listener.published(publication, round.taken);
        var receipt = Mono.just(Receipt.of(publication, round.taken + round.late));
        return round.congested == null ? receipt : eased(round.congested).then(receipt);
    }

    /** All are asked before anything else is offered; those who wait for the same are one. */
    private Mono<Void> eased(List<Outbox> congested) {
        return Flux.fromIterable(congested)
                .map(Outbox::eased)
                .distinct()
                .flatMap(Function.identity(), Integer.MAX_VALUE)
                .then()
                .timeout(patience, Mono.empty());
    }

    /** Why an outbox did not take what it was offered. */
    static Reason whyNot(Outbox outbox) {
        return outbox.isPresent() ? Reason.SLOW_READER : Reason.ABSENT;
    }

    /** One publication's offers. */
    private final class Round implements Consumer<Delivery> {
        private final boolean expired;
        private final boolean logged;
        private int taken;
        private int late;
        private @Nullable List<Outbox> congested;

        /** @param logged whether the publication is in its topic's log, from where cursors bring it */
        Round(boolean expired, boolean logged) {
            this.expired = expired;
            this.logged = logged;
        }

        @Override
        public void accept(Delivery delivery) {
            if (logged && delivery.isFed()) {
                return;
            }
            var subscriber = delivery.subscription().subscriber();
            if (expired) {
                late++;
                listener.dropped(delivery.publication(), subscriber.id(), Reason.EXPIRED);
                return;
            }
            var group = delivery.subscription().options().group();
            if (group != null) {
                listener.chosen(delivery.publication(), subscriber.id(), group);
            }
            switch (offer(subscriber, delivery)) {
                case TAKEN -> taken++;
                case CONGESTED -> {
                    taken++;
                    waitFor(subscriber.outbox());
                }
                case DROPPED -> listener.dropped(delivery.publication(), subscriber.id(), whyNot(subscriber.outbox()));
            }
        }

        /** One broken reader is not the others' loss. */
        private static Offer offer(Subscriber subscriber, Delivery delivery) {
            try {
                return subscriber.offer(delivery);
            } catch (RuntimeException fault) {
                LOG.error("offer failed connection={}", subscriber.id(), fault);
                return Offer.DROPPED;
            }
        }

        private void waitFor(Outbox outbox) {
            var waiting = congested;
            if (waiting == null) {
                waiting = new ArrayList<>();
                congested = waiting;
            }
            waiting.add(outbox);
        }
    }
}
