package io.trunkline.telemetry;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/** The telemetry-service as a process of its own, or as one context among others in a shared JVM. */
@SpringBootApplication(proxyBeanMethods = false)
public class TelemetryServiceApplication {

    /** Starts the service alone; ends the process with a non-zero code when it cannot start. */
    public static void main(String[] args) {
        application().run(args);
    }

    /** The service, not started yet, reading {@code telemetry.yml} and no other service's configuration. */
    public static SpringApplication application() {
        var application = new SpringApplication(TelemetryServiceApplication.class);
        application.setDefaultProperties(Map.of("spring.config.name", "telemetry"));
        return application;
    }

    @Bean
    InstantSource clock() {
        return Clock.systemUTC();
    }

    /** Event loops of its own: in a shared JVM it must not end those of others when it ends. */
    @Bean
    ReactorResourceFactory reactorResources() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setShutdownQuietPeriod(Duration.ZERO);
        return resources;
    }
}
