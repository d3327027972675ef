package io.trunkline.broker.explain;

import io.trunkline.broker.Connection;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.observe.Interest;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Subscription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a client that is or was.
 *
 * @param kind through what kind of door it came, in lower case
 * @param since when it was opened
 * @param interests what it is subscribed to, or was in the end
 * @param ended null while it is open
 * @param reason why it ended; null while it is open
 * @param away whether it is a session whose client is not there now
 */
public record Party(
        String id,
        Principal principal,
        String kind,
        Instant since,
        List<Interest> interests,
        @Nullable Instant ended,
        @Nullable Reason reason,
        boolean away) {

    static Party of(Connection open) {
        var session = open.state().session();
        return new Party(
                open.id(),
                open.principal(),
                open.kind().text(),
                open.since(),
                open.subscriptions().stream().map(Subscription::interest).toList(),
                null,
                null,
                session != null && !session.online());
    }

    static Party of(String id, Entry.Gone gone) {
        var line = gone.line();
        return new Party(
                id, line.principal(), line.kind(), line.since(), line.interests(), gone.at(), line.reason(), false);
    }
}
