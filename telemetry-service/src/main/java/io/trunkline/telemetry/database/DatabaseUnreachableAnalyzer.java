package io.trunkline.telemetry.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Says in one line that the database did not let us in, instead of a stack trace. */
final class DatabaseUnreachableAnalyzer extends AbstractFailureAnalyzer<SQLException> {
    private final Environment environment;

    DatabaseUnreachableAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, SQLException cause) {
        if (!isAboutTheConnection(String.valueOf(cause.getSQLState()))) {
            return null;
        }
        var url = DatabaseUrl.of(environment.getRequiredProperty("trunkline.database-url"));
        return new FailureAnalysis(
                "The database " + url + " does not let us in: " + cause.getMessage(),
                "Start it, or correct TRUNKLINE_DATABASE_URL.",
                failure);
    }

    // PostgreSQL, appendix A: connection exceptions, invalid authorization, unknown database, too many connections,
    // operator intervention
    private static boolean isAboutTheConnection(String state) {
        return state.startsWith("08")
                || state.startsWith("28")
                || state.startsWith("3D")
                || state.startsWith("53300")
                || state.startsWith("57P");
    }
}
