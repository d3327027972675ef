package io.trunkline.admin.database;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one line that the database does not answer at start, or does not let us in. */
class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    /** SQLSTATE classes: connection, authorization, no such database, insufficient resources, shutting down. */
    private static final Set<String> UNREACHABLE = Set.of("08", "28", "3D", "53", "57");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        String state = cause.getSQLState();
        if (state == null || state.length() < 2 || !UNREACHABLE.contains(state.substring(0, 2))) {
            return null;
        }
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse(state);
        return new FailureAnalysis(
                "The database does not answer: " + message,
                "Start Postgres, or correct TRUNKLINE_DATABASE_URL (postgresql://user:password@host:port/database).",
                cause);
    }
}
