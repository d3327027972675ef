package io.trunkline.gateway.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one line what is wrong with the database URL. */
class DatabaseUrlFailureAnalyzer extends AbstractFailureAnalyzer<InvalidDatabaseUrl> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidDatabaseUrl cause) {
        return new FailureAnalysis(
                "TRUNKLINE_DATABASE_URL (trunkline.database-url) cannot be used: " + cause.getMessage(),
                "Give it the form postgresql://user:password@host:port/database?sslmode=...",
                cause);
    }
}
