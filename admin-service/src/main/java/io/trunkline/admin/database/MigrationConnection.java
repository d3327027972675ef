package io.trunkline.admin.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** The JDBC way to the database, used once at start by Flyway: Spring Boot asks for the one type and uses the other. */
record MigrationConnection(DatabaseUrl url) implements JdbcConnectionDetails, FlywayConnectionDetails {

    @Override
    public String getJdbcUrl() {
        return url.jdbcUrl();
    }

    @Override
    public String getUsername() {
        return url.login().user();
    }

    @Override
    public @Nullable String getPassword() {
        return url.login().password();
    }

    @Override
    public String getDriverClassName() {
        return "org.postgresql.Driver";
    }
}
