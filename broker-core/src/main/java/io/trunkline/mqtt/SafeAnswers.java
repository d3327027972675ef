package io.trunkline.mqtt;

/**
 * Answers to SUBSCRIBE and UNSUBSCRIBE. What a session that outlives the process has been told is so after a restart too; where that takes too long, its client does
 * not wait for it. On the channel's loop only.
 */
final class SafeAnswers {
    /** A client with more of them to come is not read on. */
    private static final int MOST = 32;

    private final Line line;
    private final MqttSession session;
    private final Sessions sessions;
    private int waiting;

    SafeAnswers(Line line, MqttSession session, Sessions sessions) {
        this.line = line;
        this.session = session;
        this.sessions = sessions;
    }

    /** Answers once the session is put down as it is now. */
    void send(Runnable answer) {
        if (sessions.register().keeps(session)) {
            waiting++;
            line.await(waiting >= MOST);
            sessions.command(session.id(), () -> putDown(answer));
        } else {
            answer.run();
        }
    }

    private void putDown(Runnable answer) {
        sessions.changed(session);
        sessions.register()
                .safe(session)
                .subscribe(safe -> line.run(() -> {
                    waiting--;
                    line.await(waiting >= MOST);
                    answer.run();
                }));
    }
}
