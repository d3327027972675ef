package io.trunkline.broker;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.observe.Bygone;
import io.trunkline.broker.observe.Country;
import io.trunkline.broker.presence.Attendance;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.topic.TopicFilter;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What others hear of a line's coming and going: those who count lines, and the application's backends. Nobody hears of one that did not come in. */
final class LineNews {
    private final BrokerListener listener;
    private volatile @Nullable Attendance attendance;
    private boolean told;
    private boolean over;

    LineNews(BrokerListener listener) {
        this.listener = listener;
    }

    /** Those who count lines hear of it, and then of its end. */
    synchronized void begin(Principal principal, @Nullable Country from) {
        if (!over) {
            told = true;
            listener.connected(principal, from);
        }
    }

    /** Backends hear of it from now on; false when it is gone already. */
    synchronized boolean attend(Attendance as) {
        if (over) {
            return false;
        }
        attendance = as;
        return true;
    }

    /** What the platform says for it; where backends hear of its going, that comes after. */
    <T> Mono<T> saying(Supplier<Mono<T>> saying) {
        var attended = attendance;
        return attended == null ? saying.get() : attended.during(saying);
    }

    /** A subscription was refused. */
    void refused(Principal principal, TopicFilter filter, Refused no) {
        listener.refused(principal.application(), no.reason());
        listener.refusedSubscribe(principal, filter, no.reason());
    }

    /** A subscription has ended, or was replaced, and the line goes on. */
    void lost(LineConnection line, Subscription subscription) {
        listener.unsubscribed(line.principal(), subscription.interest());
    }

    /** A line has ended that held these; told before it is forgotten, so that it is known all the time. */
    void left(LineConnection line, List<Subscription> held, Reason reason) {
        if (line.kind().isClient()) {
            var interests = held.stream().map(Subscription::interest).toList();
            listener.left(new Bygone(line.principal(), line.kind().text(), line.since(), interests, reason));
        }
    }

    void end(Principal principal, Reason reason) {
        if (isCountedAtItsEnd()) {
            listener.disconnected(principal, reason);
        }
        var attended = attendance;
        if (attended != null) {
            attended.left();
        }
    }

    private synchronized boolean isCountedAtItsEnd() {
        over = true;
        return told;
    }
}
