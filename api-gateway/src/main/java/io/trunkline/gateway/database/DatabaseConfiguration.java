package io.trunkline.gateway.database;

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
        return new Database(Connecting.to(url, properties.database()), new Migration(url));
    }
}
