package io.trunkline.admin.problem;

import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientException;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Tells a database that is away, restarting or overloaded (come back later) from a fault of ours. */
final class DatabaseFaults {

    /** SQLSTATE classes: connection, insufficient resources, operator intervention (shutdown, cancelled), lock timeout. */
    private static final Set<String> PASSING = Set.of("08", "53", "57", "55");

    private DatabaseFaults() {}

    static boolean isUnavailable(Throwable error) {
        boolean fromDatabase = false;
        for (Throwable at = error; at != null; at = at.getCause()) {
            fromDatabase |= at instanceof DataAccessException
                    || at instanceof TransactionException
                    || at instanceof R2dbcException;
            if (fromDatabase && isPassing(at)) {
                return true;
            }
        }
        return false;
    }

    static String reason(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }

    private static boolean isPassing(Throwable error) {
        return error instanceof R2dbcNonTransientResourceException
                || error instanceof R2dbcTransientException
                || error instanceof R2dbcTimeoutException
                || error instanceof IOException
                || (error instanceof R2dbcException database && hasPassingState(database.getSqlState()));
    }

    private static boolean hasPassingState(@Nullable String state) {
        return state != null && state.length() >= 2 && PASSING.contains(state.substring(0, 2));
    }
}
