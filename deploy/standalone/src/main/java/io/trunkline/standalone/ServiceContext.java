package io.trunkline.standalone;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One service as a context in this JVM. What the services would share by accident on the one class path (settings, meters)
 * is kept apart here; event loops each brings along.
 *
 * @param application the service's Spring Boot application class
 * @param name of its configuration file
 * @param settings that only this service gets; they win over all others
 */
record ServiceContext(Class<?> application, String name, Map<String, Object> settings) {
    /** Starts it; returns when its ports are open. */
    ConfigurableApplicationContext start(LaunchEnvironment launch, Map<String, Object> defaults) {
        var own = new HashMap<>(settings);
        own.put("spring.config.name", name);
        own.put("spring.main.banner-mode", "off");
        own.put("management.metrics.use-global-registry", false);
        return new SpringApplicationBuilder(application)
                .main(application)
                .web(WebApplicationType.REACTIVE)
                .environment(launch.with(own, defaults))
                .registerShutdownHook(false)
                .run();
    }
}
