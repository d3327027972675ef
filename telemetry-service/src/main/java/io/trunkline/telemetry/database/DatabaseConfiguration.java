package io.trunkline.telemetry.database;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class DatabaseConfiguration {

    @Bean
    JdbcDetails jdbcDetails(DatabaseProperties properties) {
        return new JdbcDetails(DatabaseUrl.of(properties.databaseUrl()));
    }

    @Bean
    R2dbcDetails r2dbcDetails(DatabaseProperties properties) {
        return new R2dbcDetails(DatabaseUrl.of(properties.databaseUrl()));
    }
}
