package io.trunkline.telemetry.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The one setting for the database.
 *
 * @param databaseUrl see {@link DatabaseUrl}; kept as text here, so that no message about a bad value can show the password in it
 */
@ConfigurationProperties("trunkline")
record DatabaseProperties(@Nullable String databaseUrl) {

    /** @throws InvalidDatabaseUrlException also when it is not set */
    DatabaseUrl url() {
        if (databaseUrl == null || databaseUrl.isBlank()) {
            throw new InvalidDatabaseUrlException("is not set");
        }
        return DatabaseUrl.of(databaseUrl);
    }

    @Override
    public String toString() {
        return "DatabaseProperties[hidden]";
    }
}
