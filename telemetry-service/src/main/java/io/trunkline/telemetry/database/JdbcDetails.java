package io.trunkline.telemetry.database;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** The {@link DatabaseUrl} as JDBC wants it; only the migrations at start go this way. */
record JdbcDetails(DatabaseUrl url) implements FlywayConnectionDetails, JdbcConnectionDetails {
    private static final String TIMEOUTS = "&connectTimeout=5&loginTimeout=10&ApplicationName=telemetry-service";

    @Override
    public String getJdbcUrl() {
        return "jdbc:postgresql://" + url.address() + "/" + encoded(url.database()) + "?sslmode=" + url.sslMode()
                + rootCert() + TIMEOUTS;
    }

    @Override
    public String getUsername() {
        return url.user();
    }

    @Override
    public String getPassword() {
        return url.password();
    }

    @Override
    public String getDriverClassName() {
        return "org.postgresql.Driver";
    }

    private String rootCert() {
        return url.sslRootCert() == null ? "" : "&sslrootcert=" + encoded(url.sslRootCert());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
