package io.trunkline.broker;

import io.trunkline.broker.LocalBroker.Ports;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.cursor.CursorId;
import io.trunkline.broker.cursor.Cursors;
import io.trunkline.broker.routing.Subscription;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Which subscriptions cursors bring what topics' logs have, and what it takes to do that.
 *
 * @param running does something by the side
 */
record Feeding(Ports ports, Cursors cursors, Scheduler scheduler, Consumer<Mono<Void>> running) {
    /** The cursor of a subscription, if it is shared or outlives its connection and some of its topics may have a history; else null. */
    @Nullable
    CursorId cursorOf(ApplicationId application, Subscription subscription) {
        var group = subscription.options().group();
        var session = subscription.options().session();
        if (group == null && session == null) {
            return null;
        }
        var policy = ports.directory().find(application);
        if (policy == null || !policy.topics().mayRemember(subscription.filter())) {
            return null;
        }
        return group == null
                ? CursorId.ofSession(application, String.valueOf(session), subscription.filter())
                : CursorId.ofShare(application, group, subscription.filter());
    }

    void run(Mono<Void> work) {
        running.accept(work);
    }

    Mono<Void> pause(Duration time) {
        return Mono.delay(time, scheduler).then();
    }
}
