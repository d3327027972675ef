package io.trunkline.standalone;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
    /**
     * Starts it on a thread of its own; done when its ports are open.
     *
     * @param defaults settings that everything else wins over
     * @param before what must be there before it opens anything
     */
    CompletableFuture<ConfigurableApplicationContext> start(
            LaunchEnvironment launch, Map<String, Object> defaults, CompletableFuture<?> before) {
        return CompletableFuture.supplyAsync(
                () -> run(launch, defaults, before), task -> new Thread(task, "start-" + name).start());
    }

    private ConfigurableApplicationContext run(
            LaunchEnvironment launch, Map<String, Object> defaults, CompletableFuture<?> before) {
        var own = new HashMap<>(settings);
        own.put("spring.config.name", name);
        own.put("spring.main.banner-mode", "off");
        own.put("management.metrics.use-global-registry", false);
        return new SpringApplicationBuilder(application)
                .main(application)
                .web(WebApplicationType.REACTIVE)
                .environment(launch.with(own, defaults))
                .registerShutdownHook(false)
                .initializers(context -> context.getBeanFactory().registerSingleton("gate", new Gate(before)))
                .run();
    }
}
