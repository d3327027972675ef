package io.trunkline.admin.application;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * The numbered changes of all applications: gapless, ascending in the order of commit. The newest {@value #KEPT} are kept.
 * A change says which application it was; what is read with it is the application as it is now,
 * every limit in place.
 */
public final class ApplicationChanges {

    /** How many changes can be resumed from. */
    static final int KEPT = 10_000;

    /** The channel that is notified, with the new version as its text, when a change is committed. */
    public static final String CHANNEL = "trunkline_admin_changes";

    /** What a transaction that changes applications begins with. */
    static final String IN_TURN =
            "select pg_advisory_xact_lock(hashtextextended('trunkline.admin.application_change', 0))";

    /** What stands beside an application for gateways only: they need the secrets of its forwarders, and what its topics keep. */
    private static final String PARTS = """
                        (select coalesce(jsonb_agg(jsonb_build_object('forwarderId', f.id) || f.settings order by f.id), '[]')
                                from admin.forwarder f where f.application_id = a.id) as forwarders,
                        (select coalesce(jsonb_agg(jsonb_build_object('pattern', t.pattern) || t.settings order by t.pattern), '[]')
                                from admin.topic_setting t where t.application_id = a.id) as topics
                        """;

    private final DatabaseClient database;
    private final ApplicationRows rows;
    private final Tiers tiers;

    ApplicationChanges(DatabaseClient database, ApplicationRows rows, Tiers tiers) {
        this.database = database;
        this.rows = rows;
        this.tiers = tiers;
    }

    /** One change; {@code application} is what the application is now, absent when it is gone. */
    public record Change(
            long version, String appId, @Nullable ServedApplication application) {}

    /** Some changes after a version; {@code oldest} and {@code newest} are what is kept, both 0 before the first change. */
    public record Page(long oldest, long newest, List<Change> changes) {}

    /** All applications at one version. */
    public record Snapshot(long version, List<ServedApplication> applications) {}

    /** At most {@code limit} changes after {@code version}, in order, read at one moment. */
    public Mono<Page> after(long version, int limit) {
        return database.sql("""
                        select kept.oldest, kept.newest, change.version as change_version, change.application_id,
                               a.id, a.version, a.created_at, a.updated_at, a.settings,
                               """ + PARTS + """
                        from (select coalesce(min(version), 0) as oldest, coalesce(max(version), 0) as newest
                              from admin.application_change) kept
                        left join lateral (select version, application_id from admin.application_change
                                           where version > :version order by version limit :limit) change on true
                        left join admin.application a on a.id = change.application_id
                        order by change.version""")
                .bind("version", version)
                .bind("limit", limit)
                .map(row -> new Page(number(row, "oldest"), number(row, "newest"), change(row)))
                .all()
                .collectList()
                .map(ApplicationChanges::join);
    }

    /** All applications and the version they make up, read at one moment. */
    public Mono<Snapshot> snapshot() {
        return database.sql("""
                        select kept.newest, a.id, a.version, a.created_at, a.updated_at, a.settings,
                               """ + PARTS + """
                        from (select coalesce(max(version), 0) as newest from admin.application_change) kept
                        left join admin.application a on true
                        order by a.id""")
                .map(row -> new Snapshot(number(row, "newest"), presentApplication(row)))
                .all()
                .collectList()
                .map(one -> new Snapshot(
                        one.get(0).version(),
                        one.stream()
                                .flatMap(part -> part.applications().stream())
                                .toList()));
    }

    /**
     * Begins a change inside a transaction: the version it will have. Whoever changes an application does this first, so
     * that changes happen one after the other; without the lock two of them could commit in the other order than numbered.
     */
    Mono<Long> begin() {
        // two statements: the second must see what the holder of the lock before us committed
        return database.sql(IN_TURN)
                .then()
                .then(database.sql("select coalesce(max(version), 0) + 1 as next from admin.application_change")
                        .map(row -> number(row, "next"))
                        .one());
    }

    /** Ends a change inside its transaction: keeps its number and wakes all feeds once it is committed. */
    Mono<Void> record(long version, String appId, Instant at) {
        return database.sql("insert into admin.application_change (version, application_id, changed_at)"
                        + " values (:version, :application, :at)")
                .bind("version", version)
                .bind("application", appId)
                .bind("at", at)
                .then()
                .then(database.sql("delete from admin.application_change where version <= :tooOld")
                        .bind("tooOld", version - KEPT)
                        .then())
                .then(database.sql("select pg_notify(:channel, :version)")
                        .bind("channel", CHANNEL)
                        .bind("version", String.valueOf(version))
                        .then());
    }

    private static Page join(List<Page> rows) {
        Page first = rows.get(0);
        return new Page(
                first.oldest(),
                first.newest(),
                rows.stream().flatMap(row -> row.changes().stream()).toList());
    }

    private List<Change> change(Readable row) {
        if (row.get("change_version") == null) {
            return List.of();
        }
        @Nullable
        ServedApplication application =
                presentApplication(row).stream().findFirst().orElse(null);
        String appId = ApplicationRows.value(row, "application_id", String.class);
        return List.of(new Change(number(row, "change_version"), appId, application));
    }

    private List<ServedApplication> presentApplication(Readable row) {
        return row.get("id") == null ? List.of() : List.of(rows.served(row, tiers));
    }

    private static long number(Readable row, String column) {
        return ApplicationRows.value(row, column, Long.class);
    }
}
