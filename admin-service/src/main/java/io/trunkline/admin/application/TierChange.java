package io.trunkline.admin.application;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At start, when the tiers are not what they were, counts this as a change of every application, so that gateways that only
 * ask what has changed since hear of it.
 */
final class TierChange implements Callback {

    private static final Logger log = LoggerFactory.getLogger(TierChange.class);

    private static final String KEEP = """
            insert into admin.tiers_in_force as before (limits) values (?::jsonb)
            on conflict (single) do update set limits = excluded.limits where before.limits <> excluded.limits""";

    private static final String CHANGE_ALL = """
            with numbered as (
                select id, (select coalesce(max(version), 0) from admin.application_change)
                    + row_number() over (order by id) as version
                from admin.application
            ), moved as (
                update admin.application a set version = n.version
                from numbered n where a.id = n.id returning a.id, a.version
            )
            insert into admin.application_change (version, application_id, changed_at)
            select version, id, now() from moved""";

    private final String limits;

    /** @param limits those of all tiers, as JSON */
    TierChange(String limits) {
        this.limits = limits;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            apply(context.getConnection());
        } catch (SQLException e) {
            throw new FlywayException("the tiers cannot be kept", e);
        }
    }

    @Override
    public String getCallbackName() {
        return "tiers";
    }

    private void apply(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement(ApplicationChanges.IN_TURN);
                var keep = connection.prepareStatement(KEEP);
                var change = connection.prepareStatement(CHANGE_ALL);
                var wake = connection.prepareStatement("select pg_notify(?, '')")) {
            lock.execute();
            keep.setString(1, limits);
            if (keep.executeUpdate() == 0) {
                return;
            }
            int count = change.executeUpdate();
            wake.setString(1, ApplicationChanges.CHANNEL);
            wake.execute();
            log.info("tiers changed applications={}", count);
        }
    }
}
