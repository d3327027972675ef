package io.trunkline.gateway.database;

import io.r2dbc.spi.ValidationDepth;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** A gateway that has been given a database has one. */
@Configuration(proxyBeanMethods = false)
@Conditional(DatabaseIsNamed.class)
@EnableConfigurationProperties(DatabaseProperties.class)
class DatabaseConfiguration {

    @Bean
    Database database(DatabaseProperties properties) {
        var url = DatabaseUrl.parse(String.valueOf(properties.databaseUrl()));
        var connecting = Connecting.to(url, properties.database());
        var right = new SoleUse(connecting.single(), properties.database().connectWithin());
        return new Database(connecting, new Migration(url), right);
    }

    /** Beside the node's readiness, which does not need it: all but durable publishes is served without. */
    @Bean
    DatabaseHealth databaseHealthIndicator(Database database) {
        return new DatabaseHealth(() -> database.with(connection -> connection.validate(ValidationDepth.REMOTE)));
    }
}
