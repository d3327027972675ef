package io.trunkline.admin;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/** The admin-service: a process of its own, or one context among three in the standalone. */
@SpringBootApplication
@OpenAPIDefinition(
        info = @Info(title = "Trunkline admin-service", version = "v1"),
        security = @SecurityRequirement(name = "bearer"))
@SecurityScheme(name = "bearer", type = SecuritySchemeType.HTTP, scheme = "bearer")
public class AdminServiceApplication {

    /** Starts the service alone; its settings are those of {@code admin.yml}. */
    public static void main(String[] args) {
        new SpringApplicationBuilder(AdminServiceApplication.class)
                .properties("spring.config.name=admin")
                .run(args);
    }

    /** Event loops of our own: the shared ones end with the first context of the JVM that closes, whoever still serves. */
    @Bean
    ReactorResourceFactory reactorResources() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setShutdownQuietPeriod(Duration.ZERO);
        return resources;
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
