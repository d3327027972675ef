package io.trunkline.telemetry.database;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
}
