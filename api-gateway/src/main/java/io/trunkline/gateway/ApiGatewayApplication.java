package io.trunkline.gateway;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/**
 * Starts the gateway, alone or on a class path that it shares with the other services. What those need of Spring Boot (a database, users of its own) stays
 * off here even when it is in reach, as do Spring's own error answers. Beans are named with their package, so that a door may call a class as it likes.
 */
@OpenAPIDefinition(info = @Info(title = "Trunkline gateway", version = "v1"))
@SpringBootApplication(
        proxyBeanMethods = false,
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
        excludeName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration",
            "org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration"
        })
public class ApiGatewayApplication {

    /** Starts the gateway alone; ends the process with a non-zero code when it cannot start. */
    public static void main(String[] arguments) {
        application().run(arguments);
    }

    /** The gateway, not started yet, reading {@code gateway.yml} and no other service's configuration. */
    public static SpringApplication application() {
        var application = new SpringApplication(ApiGatewayApplication.class);
        application.setDefaultProperties(Map.of("spring.config.name", "gateway"));
        return application;
    }
}
