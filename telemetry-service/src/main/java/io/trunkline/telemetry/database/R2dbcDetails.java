package io.trunkline.telemetry.database;

import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.time.Duration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;

/** The {@link DatabaseUrl} as R2DBC wants it, with bounds on how long anything may take. */
record R2dbcDetails(DatabaseUrl url) implements R2dbcConnectionDetails {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration STATEMENT = Duration.ofSeconds(30);

    @Override
    public ConnectionFactoryOptions getConnectionFactoryOptions() {
        var options = ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, "postgresql")
                .option(ConnectionFactoryOptions.HOST, url.host())
                .option(ConnectionFactoryOptions.PORT, url.port())
                .option(ConnectionFactoryOptions.DATABASE, url.database())
                .option(ConnectionFactoryOptions.USER, url.user())
                .option(ConnectionFactoryOptions.PASSWORD, url.password())
                .option(ConnectionFactoryOptions.CONNECT_TIMEOUT, CONNECT)
                .option(ConnectionFactoryOptions.STATEMENT_TIMEOUT, STATEMENT)
                .option(Option.valueOf("applicationName"), "telemetry-service")
                .option(Option.valueOf("sslMode"), url.sslMode());
        if (url.sslRootCert() != null) {
            options.option(Option.valueOf("sslRootCert"), url.sslRootCert());
        }
        return options.build();
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
