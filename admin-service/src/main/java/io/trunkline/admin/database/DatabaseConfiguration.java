package io.trunkline.admin.database;

import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class DatabaseConfiguration {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

    @Bean
    DatabaseUrl databaseUrl(DatabaseProperties properties) {
        return properties.url();
    }

    @Bean
    MigrationConnection migrationConnection(DatabaseUrl url) {
        return new MigrationConnection(url);
    }

    @Bean
    R2dbcConnectionDetails r2dbcConnectionDetails(DatabaseUrl url) {
        ConnectionFactoryOptions options = r2dbcOptions(url);
        return () -> options;
    }

    @Bean
    DatabaseHealth databaseHealthIndicator(ConnectionFactory connections) {
        return new DatabaseHealth(() -> Mono.usingWhen(
                connections.create(),
                connection -> Mono.from(connection.validate(ValidationDepth.REMOTE)),
                Connection::close));
    }

    private static ConnectionFactoryOptions r2dbcOptions(DatabaseUrl url) {
        var options = ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, PostgresqlConnectionFactoryProvider.POSTGRESQL_DRIVER)
                .option(ConnectionFactoryOptions.HOST, url.host())
                .option(ConnectionFactoryOptions.PORT, url.port())
                .option(ConnectionFactoryOptions.DATABASE, url.database())
                .option(ConnectionFactoryOptions.USER, url.login().user())
                .option(ConnectionFactoryOptions.CONNECT_TIMEOUT, CONNECT_TIMEOUT)
                .option(PostgresqlConnectionFactoryProvider.LOCK_WAIT_TIMEOUT, LOCK_TIMEOUT)
                .option(PostgresqlConnectionFactoryProvider.STATEMENT_TIMEOUT, STATEMENT_TIMEOUT)
                .option(PostgresqlConnectionFactoryProvider.TCP_KEEPALIVE, true)
                .option(PostgresqlConnectionFactoryProvider.APPLICATION_NAME, "trunkline-admin")
                .option(PostgresqlConnectionFactoryProvider.SSL_MODE, url.tls().sslMode());
        if (url.login().password() != null) {
            options.option(ConnectionFactoryOptions.PASSWORD, url.login().password());
        }
        String rootCertificate = url.tls().rootCertificate();
        if (rootCertificate != null) {
            options.option(PostgresqlConnectionFactoryProvider.SSL_ROOT_CERT, rootCertificate);
        }
        return options.build();
    }
}
