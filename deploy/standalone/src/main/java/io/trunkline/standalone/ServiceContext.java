package io.trunkline.standalone;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

/**
 * One service as a context in this JVM. What the services would share by accident on the one class path (settings, event
 * loops, meters) is kept apart here.
 *
 * @param application the service's Spring Boot application class
 * @param name of its configuration file
 * @param settings that only this service gets; they win over all others
 * @param loops how many event loops of its own to give it; 0 if it brings them along
 */
record ServiceContext(Class<?> application, String name, Map<String, Object> settings, int loops) {
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
                .initializers(this::giveEventLoops)
                .run();
    }

    /** By default all contexts share the JVM's loops, and the first one to end would take them from the others. */
    private void giveEventLoops(ConfigurableApplicationContext context) {
        if (loops > 0) {
            ((GenericApplicationContext) context).registerBean(ReactorResourceFactory.class, this::eventLoops);
        }
    }

    private ReactorResourceFactory eventLoops() {
        var factory = new ReactorResourceFactory();
        factory.setUseGlobalResources(false);
        factory.setLoopResourcesSupplier(() -> LoopResources.create(name, loops, true));
        factory.setShutdownQuietPeriod(Duration.ZERO);
        return factory;
    }
}
