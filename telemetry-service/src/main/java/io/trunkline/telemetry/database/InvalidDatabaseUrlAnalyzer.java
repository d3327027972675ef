package io.trunkline.telemetry.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one line what is wrong with the database URL, without showing it. */
final class InvalidDatabaseUrlAnalyzer extends AbstractFailureAnalyzer<InvalidDatabaseUrlException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, InvalidDatabaseUrlException cause) {
        return new FailureAnalysis(
                "TRUNKLINE_DATABASE_URL " + cause.getMessage() + ".",
                "Write it as postgresql://user:password@host:port/database?sslmode=prefer",
                failure);
    }
}
