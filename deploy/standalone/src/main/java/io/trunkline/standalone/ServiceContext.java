package io.trunkline.standalone;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

/**
 * One service as a context in this JVM. What the services would find out of each other on the one class path (settings,
 * auto-configuration, event loops, meters) is kept apart here.
 *
 * @param application the service's Spring Boot application class
 * @param name of its configuration file
 * @param settings that only this service gets; they win over all others
 * @param loops how many event loops its HTTP server and clients have
 */
record ServiceContext(Class<?> application, String name, Map<String, Object> settings, int loops) {
    /** What the class path offers and a service without a database must not pick up. */
    private static final List<String> DATABASE = List.of(
            "org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcAutoConfiguration",
            "org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcRepositoriesAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration");

    /** The context of a service that uses no database. */
    static ServiceContext withoutDatabase(Class<?> application, String name, Map<String, Object> settings, int loops) {
        var all = new HashMap<>(settings);
        all.put("spring.autoconfigure.exclude", String.join(",", DATABASE));
        return new ServiceContext(application, name, all, loops);
    }

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
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean(ReactorResourceFactory.class, this::eventLoops))
                .run();
    }

    /** By default all contexts share the JVM's loops, and the first one to end would take them from the others. */
    private ReactorResourceFactory eventLoops() {
        var factory = new ReactorResourceFactory();
        factory.setUseGlobalResources(false);
        factory.setLoopResourcesSupplier(() -> LoopResources.create(name, loops, true));
        factory.setShutdownQuietPeriod(Duration.ZERO);
        return factory;
    }
}
