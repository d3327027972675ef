package io.trunkline.admin.application;

import io.trunkline.admin.audit.AuditLog;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * How something changes that belongs to an application and is stored elsewhere: in turn with all other changes, and as a
 * numbered change of the application, so that gateways hear of it.
 */
public final class ApplicationParts {

    private final Applications applications;
    private final ApplicationRows rows;
    private final Applications.Journal journal;
    private final TransactionalOperator transaction;
    private final Applications.Origin origin;

    ApplicationParts(
            Applications applications,
            ApplicationRows rows,
            Applications.Journal journal,
            TransactionalOperator transaction,
            Applications.Origin origin) {
        this.applications = applications;
        this.rows = rows;
        this.journal = journal;
        this.transaction = transaction;
        this.origin = origin;
    }

    /** One turn: the application, the version it gets if something changes, and the time. */
    public record Turn(String appId, long version, Instant at) {}

    /** What was done, for the audit; {@code fields} are names, never values. */
    public record Deed(String actor, String action, List<String> fields) {}

    /** Completes when there is such an application, else 404. */
    public Mono<Void> exists(String appId) {
        return applications.find(appId).then();
    }

    /** A new id of 32 hexadecimal digits. */
    public String freshId() {
        return origin.ids().get();
    }

    /** Runs a change in a transaction of its own, with all others waiting; 404 where there is no such application. */
    public <T> Mono<T> inTurn(String appId, Function<Turn, Mono<T>> change) {
        return journal.changes()
                .begin()
                .flatMap(version ->
                        applications.find(appId).flatMap(there -> change.apply(new Turn(appId, version, origin.now()))))
                .as(transaction::transactional);
    }

    /** Says within a turn that something was changed: the application moves to the turn's version. */
    public Mono<Void> moved(Turn turn, Deed deed) {
        var entry = new AuditLog.Entry(turn.at(), deed.actor(), deed.action(), turn.appId(), deed.fields());
        return rows.move(turn.appId(), turn.version(), turn.at()).then(journal.write(entry, turn.version()));
    }
}
