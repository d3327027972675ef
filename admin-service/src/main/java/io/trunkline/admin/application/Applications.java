package io.trunkline.admin.application;

import io.r2dbc.postgresql.api.PostgresqlException;
import io.trunkline.admin.audit.AuditLog;
import io.trunkline.admin.problem.ProblemCode;
import io.trunkline.admin.problem.ProblemException;
import io.trunkline.admin.security.Caller;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** All that can be done with applications. A change, its number and its audit entry are one transaction. */
final class Applications {

    private static final Pattern APPLICATION_ID = Pattern.compile("[0-9a-f]{32}");
    private static final String NAME_CONSTRAINT = "application_name_is_unique";

    private final ApplicationRows rows;
    private final AmazonForwarders amazon;
    private final Documents documents;
    private final Rules rules;
    private final Journal journal;
    private final TransactionalOperator transaction;
    private final Origin origin;

    /** Where what the server gives comes from. */
    record Origin(InstantSource clock, Supplier<String> ids) {
        Instant now() {
            return clock.instant().truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /** Where changes are written down, inside their transaction. */
    record Journal(ApplicationChanges changes, AuditLog audit) {
        Mono<Void> write(AuditLog.Entry entry, long version) {
            return changes.record(version, entry.appId(), entry.at()).then(audit.record(entry));
        }
    }

    /** Where applications are kept, and what stands in their documents beside their settings. */
    record Store(ApplicationRows rows, AmazonForwarders amazon, TransactionalOperator transaction) {}

    Applications(Store store, Documents documents, Rules rules, Journal journal, Origin origin) {
        this.rows = store.rows();
        this.amazon = store.amazon();
        this.documents = documents;
        this.rules = rules;
        this.journal = journal;
        this.transaction = store.transaction();
        this.origin = origin;
    }

    Mono<Application> find(String appId) {
        // anything else cannot exist, and some of it Postgres would not even read
        Mono<Application> found = APPLICATION_ID.matcher(appId).matches() ? rows.find(appId) : Mono.empty();
        return found.switchIfEmpty(Mono.error(() -> ProblemException.unknownApplication(appId)));
    }

    Flux<Application> page(@Nullable String afterName, int limit) {
        return rows.page(afterName, limit);
    }

    /** The same to take its keys away in a file, which the audit remembers. */
    Mono<Application> secrets(Caller caller, String appId) {
        return find(appId).flatMap(application -> {
            var entry = new AuditLog.Entry(
                    origin.now(),
                    caller.auditName(),
                    "application.download-config",
                    appId,
                    List.of("adminKey", "authKey"));
            return journal.audit().record(entry).thenReturn(application);
        });
    }

    Mono<Application> create(Caller caller, ObjectNode body) {
        List<String> given = body.propertyNames().stream().sorted().toList();
        ObjectNode forwarders = AmazonForwarders.take(body);
        ApplicationSettings settings = documents.settings(body);
        rules.check(settings);
        return inTurn(version -> {
            Instant now = origin.now();
            var application = new Application(origin.ids().get(), version, now, now, settings);
            var entry = new AuditLog.Entry(now, caller.auditName(), "application.create", application.appId(), given);
            return rows.insert(application)
                    .then(amazon.apply(new ApplicationParts.Turn(application.appId(), version, now), forwarders))
                    .then(journal.write(entry, version))
                    .thenReturn(application);
        });
    }

    /** Applies a merge patch; one that changes nothing is no change, and leaves the version as it is. */
    Mono<Application> patch(Caller caller, String appId, Precondition precondition, ObjectNode patch) {
        ObjectNode forwarders = AmazonForwarders.take(patch);
        return inTurn(version -> find(appId).map(precondition::check).flatMap(before -> {
            ApplicationSettings settings = documents.patched(before, patch);
            List<String> changed = documents.changes(before.settings(), settings);
            rules.check(caller, settings, changed);
            Instant now = origin.now();
            return amazon.apply(new ApplicationParts.Turn(appId, version, now), forwarders)
                    .map(more -> Stream.concat(changed.stream(), more.stream()).toList())
                    .flatMap(all -> all.isEmpty()
                            ? Mono.just(before)
                            : update(caller, before.changed(version, now, settings), all));
        }));
    }

    Mono<Void> delete(Caller caller, String appId, Precondition precondition) {
        return inTurn(version -> find(appId).map(precondition::check).flatMap(application -> {
                    var entry = new AuditLog.Entry(
                            origin.now(), caller.auditName(), "application.delete", appId, List.of());
                    return rows.delete(appId)
                            .then(journal.write(entry, version))
                            .thenReturn(application);
                }))
                .then();
    }

    private Mono<Application> update(Caller caller, Application after, List<String> changed) {
        var entry =
                new AuditLog.Entry(after.updatedAt(), caller.auditName(), "application.update", after.appId(), changed);
        return rows.update(after).then(journal.write(entry, after.version())).thenReturn(after);
    }

    private Mono<Application> inTurn(Function<Long, Mono<Application>> change) {
        return journal.changes()
                .begin()
                .flatMap(change)
                .as(transaction::transactional)
                .onErrorMap(
                        Applications::isNameTaken,
                        taken -> ProblemException.of(
                                ProblemCode.NAME_TAKEN, "name", "is the name of another application"));
    }

    private static boolean isNameTaken(Throwable error) {
        return error instanceof DuplicateKeyException
                && error.getCause() instanceof PostgresqlException violation
                && violation
                        .getErrorDetails()
                        .getConstraintName()
                        .filter(NAME_CONSTRAINT::equals)
                        .isPresent();
    }
}
