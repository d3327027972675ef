package io.trunkline.gateway;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the gateway, alone or on a class path that it shares with the other services. What those need of Spring Boot (a database, users of its own) stays
 * off here even when it is in reach, as do Spring's own error answers.
 */
@SpringBootApplication(
        proxyBeanMethods = false,
        excludeName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration",
            "org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration"
        })
public class ApiGatewayApplication {

    /** The name of this service's own configuration file, so that it never reads another's. */
    public static final String CONFIGURATION = "gateway";

    /** @param arguments settings as {@code --name=value} */
    public static void main(String[] arguments) {
        start(arguments);
    }

    /** Starts and answers the running context. */
    public static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(ApiGatewayApplication.class)
                .properties("spring.config.name=" + CONFIGURATION)
                .run(arguments);
    }
}
