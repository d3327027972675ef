package io.trunkline.mqtt;

import io.moquette.broker.EngineMessage.End;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.LineState;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.routing.Progress;
import io.trunkline.broker.routing.Settlement;
import io.trunkline.broker.routing.Subscription;
import java.util.List;
import reactor.core.publisher.Mono;

/** The exit into one session: QoS 0 straight to its line, QoS 1 and 2 through the engine, within what may wait. */
final class SessionOutbox implements Outbox {
    private final MqttSession session;
    private final Sessions sessions;
    private final MqttLimits limits;
    private final Congestion congestion;
    private final Appetite appetite;
    private volatile boolean over;

    SessionOutbox(MqttSession session, Sessions sessions, MqttLimits limits) {
        this.session = session;
        this.sessions = sessions;
        this.limits = limits;
        this.congestion = new Congestion(sessions.timers());
        this.appetite = new Appetite(session, limits.unsentBytes());
    }

    @Override
    public Offer offer(Delivery delivery) {
        var terms = DeliveryTerms.of(delivery);
        return terms.qos() == 0 ? offerAtOnce(delivery) : offerToEngine(delivery, terms);
    }

    /** At most once: not for the absent. */
    private Offer offerAtOnce(Delivery delivery) {
        var holder = session.present();
        var offer = holder == null ? Offer.DROPPED : holder.gate().exit().offer(delivery);
        var settlement = delivery.settlement();
        if (settlement != null && offer != Offer.DROPPED) {
            settlement.settled();
        }
        return offer;
    }

    private Offer offerToEngine(Delivery delivery, DeliveryTerms terms) {
        var publication = delivery.publication();
        var message = new OutboundMessage(publication, terms, delivery.settlement(), this);
        var backlog = session.backlog();
        if (backlog.messages() >= session.profile().queuedMessages()
                || backlog.bytes() + message.bytes() > limits.keeping().queuedBytes()) {
            return Offer.DROPPED;
        }
        if (session.line() == null && !session.absence().admits(message.bytes())) {
            return Offer.DROPPED;
        }
        session.backlog().add(message);
        return isWaitedFor(message) ? Offer.CONGESTED : Offer.TAKEN;
    }

    /** Until it is put down for a client that is away, or until there is room; the line is looked at when the message is there already, so that who takes it sees it. */
    private boolean isWaitedFor(OutboundMessage message) {
        return session.line() == null ? isHeld(message) : session.backlog().messages() > softLimit() && congested();
    }

    /** Whose session has ended meanwhile, is not met by those who end it. */
    private boolean isHeld(OutboundMessage message) {
        var register = sessions.register();
        var held = register.hold(session, message);
        if (over) {
            register.release(session, message);
        }
        return held;
    }

    /** What waited for the session when the process before this one ended, in its order. */
    void restore(List<Owed.Item> owed) {
        owed.forEach(item -> session.backlog().addAgain(OutboundMessage.of(item, this)));
    }

    /** What left in the meantime has not seen this congestion, and cannot end it any more. */
    private boolean congested() {
        var wait = congestion.begin();
        easeIfRoom();
        return wait;
    }

    private void easeIfRoom() {
        if (session.backlog().messages() <= softLimit() / 2) {
            congestion.end();
        }
    }

    /** Where publishers begin to wait; a tenth of what may wait in all, but more than is in flight anyway. */
    private int softLimit() {
        var profile = session.profile();
        return Math.min(profile.queuedMessages() / 2, Math.max(2 * profile.window(), profile.queuedMessages() / 10));
    }

    /** A message is settled, or was thrown away. */
    void left(OutboundMessage message, End end) {
        session.backlog().left(message);
        sessions.register().release(session, message);
        easeIfRoom();
        appetite.look();
        var settlement = message.settlement();
        if (settlement != null) {
            settle(settlement, end);
        }
        switch (end) {
            case SETTLED -> {}
            case EXPIRED -> sessions.dropped(session, message.publication(), Reason.EXPIRED);
            case OVERFLOW -> overflown(message);
        }
    }

    /** What goes with its session is not settled: the session's subscriptions have ended before. */
    private static void settle(Settlement settlement, End end) {
        if (end == End.OVERFLOW) {
            settlement.returned();
        } else {
            settlement.settled();
        }
    }

    /** What was only lent is not lost. */
    private void overflown(OutboundMessage message) {
        if (message.settlement() == null) {
            sessions.dropped(session, message.publication(), Reason.SLOW_READER);
        }
    }

    /** The session has no line any more that could make room. On the session's loop. */
    void detached() {
        congestion.end();
        session.connection().away();
        session.backlog().held().forEach(this::interrupt);
    }

    private void interrupt(OutboundMessage message) {
        message.interrupt();
        sessions.register().hold(session, message);
    }

    /** The session ends. What is put down of that which waits stands if it goes on in the next process. On the session's loop. */
    void over(boolean goesOn) {
        var register = sessions.register();
        over = !goesOn;
        session.backlog().held().forEach(goesOn ? this::leave : message -> register.release(session, message));
    }

    private void leave(OutboundMessage message) {
        sessions.register().hold(session, message);
        message.stay();
    }

    /** The session has a line that takes deliveries. */
    void attached() {
        appetite.look();
    }

    @Override
    public Mono<Void> appetite() {
        return appetite.awaited();
    }

    @Override
    public Mono<Void> eased() {
        if (session.line() == null) {
            return sessions.register().held();
        }
        var holder = session.present();
        return holder == null
                ? congestion.eased().then(sessions.register().held())
                : congestion.eased().then(holder.gate().exit().eased());
    }

    @Override
    public Mono<Progress> progress(String publication) {
        return sessions.progress(session, publication);
    }

    @Override
    public boolean isReady() {
        var holder = session.present();
        return holder != null && session.backlog().messages() < holder.window();
    }

    @Override
    public int window() {
        var holder = session.present();
        return holder == null ? 0 : holder.window();
    }

    @Override
    public boolean isPresent() {
        return session.present() != null;
    }

    @Override
    public void ended(Subscription subscription, Reason reason) {
        sessions.command(session.id(), () -> sessions.changed(session));
    }

    @Override
    public void close(Reason reason) {
        appetite.end();
        sessions.closedByCore(session, reason);
    }

    @Override
    public long waitingBytes() {
        return session.backlog().bytes();
    }

    @Override
    public LineState state() {
        var line = session.line();
        var backlog = session.backlog();
        var origin = line == null ? null : line.origin();
        var traffic = line == null ? null : line.traffic();
        return new LineState(
                origin == null ? null : origin.getAddress().getHostAddress(),
                new LineState.Session(
                        session.clientId(),
                        line != null && line.isOpen(),
                        backlog.inFlight(),
                        backlog.queued(),
                        traffic == null ? 0 : traffic.bytesIn(),
                        traffic == null ? 0 : traffic.bytesOut()));
    }
}
