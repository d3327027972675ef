package io.trunkline.admin.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code trunkline.database-url}: {@code postgresql://user:password@host:port/database?sslmode=...}. */
@ConfigurationProperties("trunkline")
record DatabaseProperties(@Nullable String databaseUrl) {

    DatabaseUrl url() {
        if (databaseUrl == null || databaseUrl.isBlank()) {
            throw new InvalidDatabaseUrl("it is not set");
        }
        return DatabaseUrl.parse(databaseUrl);
    }

    @Override
    public String toString() {
        return "DatabaseProperties[]";
    }
}
