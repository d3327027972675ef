package io.trunkline.telemetry.database;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ValidationDepth;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class DatabaseConfiguration {

    @Bean
    JdbcDetails jdbcDetails(DatabaseProperties properties) {
        return new JdbcDetails(properties.url());
    }

    @Bean
    R2dbcDetails r2dbcDetails(DatabaseProperties properties) {
        return new R2dbcDetails(properties.url());
    }

    @Bean
    DatabaseHealth databaseHealthIndicator(ConnectionFactory connections) {
        return new DatabaseHealth(() -> Mono.usingWhen(
                connections.create(),
                connection -> Mono.from(connection.validate(ValidationDepth.REMOTE)),
                Connection::close));
    }
}
