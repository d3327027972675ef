package io.trunkline.broker.presence;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Function;
import reactor.core.scheduler.Scheduler;

/** Tells backends which clients come and go. A client that is back within its application's grace was never away. */
public final class Announcements {
    /** Clients of this node whose going waits to be told. */
    private static final int MOST_DEPARTURES = 100_000;

    private static final Message CONNECTED = news("{\"code\":0,\"status\":\"connected\"}");
    private static final Message DISCONNECTED = news("{\"code\":-1,\"status\":\"disconnected\"}");

    private final Function<ApplicationId, Duration> grace;
    private final BiConsumer<Principal, Message> tell;
    private final Absences absences;
    private final Departures departures;

    /**
     * Announcements, of which none is made yet.
     *
     * @param grace how long a client of an application may be away before its going is told
     * @param tell publishes news of a client to its application's backends, if there are any; does not wait, and does not fail
     * @param pace in which the goings are told when many go at once
     * @param scheduler for what is told later; its threads need not be able to block
     */
    public Announcements(
            Function<ApplicationId, Duration> grace,
            BiConsumer<Principal, Message> tell,
            Pace pace,
            Scheduler scheduler) {
        this.grace = grace;
        this.tell = tell;
        this.departures = new Departures(client -> tell.accept(client, DISCONNECTED), pace, MOST_DEPARTURES);
        this.absences = new Absences(scheduler, departures::begin);
    }

    private static Message news(String json) {
        return Message.of(Payload.json(json.getBytes(StandardCharsets.US_ASCII)))
                .withType("presence");
    }

    /** For a client that has come, on its connection, and of which nothing is told yet. */
    public Attendance of(Principal client) {
        return new Attendance(this, client);
    }

    /** The client under the connection by which backends know it: its own, or the one it was away from. */
    Principal came(Principal client) {
        var known = absences.end(client);
        if (known != null) {
            return known;
        }
        departures.hasten(client);
        tell.accept(client, CONNECTED);
        return client;
    }

    void went(Principal client) {
        var within = grace.apply(client.application());
        if (within.isZero() || isNameless(client)) {
            departures.begin(client);
        } else {
            absences.begin(client, within);
        }
    }

    /** One without a subject is known by its connection's id, under which nobody can come back. */
    private static boolean isNameless(Principal client) {
        return client.subject().equals(client.connectionId());
    }

    /** Tells at once of all who are away or have gone, and of those who go from now on. */
    public void close() {
        absences.close();
        departures.close();
    }
}
