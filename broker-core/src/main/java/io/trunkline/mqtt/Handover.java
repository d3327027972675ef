package io.trunkline.mqtt;

import io.moquette.broker.Engine;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;

/** Gives a login its session, new or kept, and takes it from whom it was. On the session's loop. */
final class Handover {
    private final Sessions sessions;
    private final Restoration restoration;
    private final Resting resting;
    private final Engine engine;
    private final Foundry foundry;

    Handover(Sessions sessions, Restoration restoration, Resting resting, Engine engine, Foundry foundry) {
        this.sessions = sessions;
        this.restoration = restoration;
        this.resting = resting;
        this.engine = engine;
        this.foundry = foundry;
    }

    /** The gate hears of it on its own loop. */
    void begin(Opening opening) {
        restoration.wake(opening.sessionId());
        var existing = sessions.find(opening.sessionId());
        if (existing != null && existing.isOpening()) {
            existing.afterOpening(() -> sessions.open(opening));
            return;
        }
        if (existing != null) {
            displace(existing, opening);
        }
        try {
            sessions.checkOpen();
            var kept = sessions.find(opening.sessionId());
            var session = kept == null ? foundry.make(opening) : resume(kept, opening);
            sessions.add(session);
            session.attach(opening, opening.sessionExpiry(sessions.limits()));
            sessions.register().changed(session);
            engine.move(session.id(), opening.line().channel().eventLoop());
            opening.line().run(() -> opening.gate().enter(session, kept != null));
        } catch (Refused no) {
            opening.line().run(() -> opening.gate().refuse(no));
        }
    }

    /** Takes the session from whom it was, and ends it if the new one wants or may have nothing of it. */
    private void displace(MqttSession session, Opening opening) {
        var kept = !opening.request().cleanStart()
                && (session.line() == null || session.expiry() > 0)
                && session.subject().equals(opening.login().principal().subject());
        session.cancelTimers();
        var line = session.line();
        if (line != null) {
            session.detach(line);
            line.run(() -> line.disconnect(Codes.TAKEN_OVER, "another connection took the session"));
            engine.detach(session.id());
        }
        var will = session.pendingWill();
        if (will != null && (!kept || (line != null && will.delay() == 0))) {
            resting.publishWill(session);
        }
        if (!kept) {
            sessions.end(session, Reason.REPLACED);
        }
    }

    private static MqttSession resume(MqttSession session, Opening opening) {
        session.connection().renew(opening.login().principal(), opening.login().tenure());
        return session;
    }
}
