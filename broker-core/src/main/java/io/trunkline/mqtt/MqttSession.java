package io.trunkline.mqtt;

import io.netty.util.concurrent.ScheduledFuture;
import io.trunkline.broker.Connection;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.routing.SubscriptionOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client's session: a connection of the core that outlives its sockets. Who it is bound to and when it ends changes on its engine loop only; the rest
 * may be read anywhere.
 */
final class MqttSession {
    private final String id;
    private final long incarnation;
    private final ApplicationId application;
    private final String subject;
    private final Backlog backlog;
    private final Kept kept;
    private final Absence absence;
    private final SessionOutbox outbox;
    private final Exchanges exchanges = new Exchanges();
    private final List<Runnable> afterOpening = new ArrayList<>();
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();
    private volatile @Nullable Connection connection;
    private volatile @Nullable Opening holder;
    private volatile MqttProfile profile;
    private volatile long expiry;
    private @Nullable Will pendingWill;
    private boolean opening;
    private boolean hasPlace;

    MqttSession(Incarnation self, MqttLogin login, Backlog backlog, Sessions sessions, Kept kept) {
        this.id = self.sessionId();
        this.incarnation = self.number();
        this.application = login.principal().application();
        this.subject = login.principal().subject();
        this.profile = login.profile();
        this.backlog = backlog;
        this.kept = kept;
        this.absence = new Absence(kept);
        this.outbox = new SessionOutbox(this, sessions, sessions.limits());
    }

    /** It is as it was put down, and its client is away. */
    void revive(SavedSession saved, List<Owed.Item> owed) {
        expiry = saved.expiry();
        pendingWill = saved.will();
        exchanges.restore(saved.received());
        backlog.hold();
        backlog.used(saved.freePacketId());
        outbox.restore(owed);
        saved.subscriptions().forEach(subscribed -> subscribed.by(connection(), lasting(subscribed.options())));
    }

    ApplicationId application() {
        return application;
    }

    String id() {
        return id;
    }

    /** Which of those that there have been under its id. */
    long incarnation() {
        return incarnation;
    }

    /** As the client calls itself. */
    String clientId() {
        return id.substring(application.value().length() + 1);
    }

    /** As the login said it, before the core gave a name to the nameless. */
    String subject() {
        return subject;
    }

    SessionOutbox outbox() {
        return outbox;
    }

    Backlog backlog() {
        return backlog;
    }

    Absence absence() {
        return absence;
    }

    /** One of the places that its application has for sessions that are kept; false when all are taken. */
    boolean claimPlace() {
        hasPlace = kept.addSession();
        return hasPlace;
    }

    /** Whether it has one, which it keeps to its end. */
    boolean hasPlace() {
        return hasPlace;
    }

    /** It ends, and keeps nothing any more. */
    void leavePlace() {
        absence.end();
        if (hasPlace) {
            hasPlace = false;
            kept.removeSession();
        }
    }

    void connected(Connection made) {
        connection = made;
    }

    Connection connection() {
        var made = connection;
        if (made == null) {
            throw new IllegalStateException("not connected");
        }
        return made;
    }

    MqttProfile profile() {
        return profile;
    }

    /** QoS 2 publishes that its client has not released; whose line changes, keeps them. */
    Exchanges exchanges() {
        return exchanges;
    }

    /** Seconds. */
    long expiry() {
        return expiry;
    }

    void expiry(long seconds) {
        expiry = seconds;
    }

    /** Who has it now; null while no line does. */
    @Nullable
    Opening holder() {
        return holder;
    }

    /** Who has it and can be written to. */
    @Nullable
    Opening present() {
        var held = holder;
        return held == null || !held.line().isOpen() ? null : held;
    }

    @Nullable
    Line line() {
        var held = holder;
        return held == null ? null : held.line();
    }

    /** What a session that outlives its lines wants at QoS 1 and 2 waits for it in its topics' logs; but not for who says by himself from where to go on. */
    SubscriptionOptions lasting(SubscriptionOptions options) {
        return expiry > 0 && options.qos() > 0 && options.group() == null && !options.positions()
                ? options.lasting(clientId())
                : options;
    }

    /** Binds it to the line of an opening. */
    void attach(Opening opened, long seconds) {
        cancelTimers();
        absence.end();
        pendingWill = null;
        opening = true;
        backlog.hold();
        profile = opened.login().profile();
        expiry = seconds;
        holder = opened;
    }

    /** Takes it from a line; the line's will, if it still stands, is then the session's to publish. False when it is not that line's. */
    boolean detach(Line from) {
        if (line() != from) {
            return false;
        }
        holder = null;
        outbox.detached();
        pendingWill = from.will();
        return true;
    }

    @Nullable
    Will takeWill() {
        var will = pendingWill;
        pendingWill = null;
        return will;
    }

    @Nullable
    Will pendingWill() {
        return pendingWill;
    }

    boolean isOpening() {
        return opening;
    }

    void afterOpening(Runnable next) {
        afterOpening.add(next);
    }

    /** The opening has come to an end, one or the other. */
    void settled() {
        opening = false;
        backlog.resume();
        outbox.attached();
        var waiting = List.copyOf(afterOpening);
        afterOpening.clear();
        waiting.forEach(Runnable::run);
    }

    void remember(ScheduledFuture<?> timer) {
        timers.add(timer);
    }

    void cancelTimers() {
        timers.forEach(timer -> timer.cancel(false));
        timers.clear();
    }
}
