package io.trunkline.standalone;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.logging.LogFile;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.context.reactive.StandardReactiveWebEnvironment;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/** The command line and the process environment, as the launcher and every context in it read them. */
final class LaunchEnvironment {
    private final String[] arguments;

    LaunchEnvironment(String... arguments) {
        this.arguments = arguments.clone();
    }

    /**
     * A fresh environment.
     *
     * @param settings that win over everything
     * @param defaults that everything wins over
     */
    ConfigurableEnvironment with(Map<String, Object> settings, Map<String, Object> defaults) {
        var environment = new StandardReactiveWebEnvironment();
        var sources = environment.getPropertySources();
        sources.addFirst(new SimpleCommandLinePropertySource(arguments));
        sources.addFirst(new MapPropertySource("standalone", settings));
        sources.addLast(new MapPropertySource("defaultProperties", defaults));
        ConfigurationPropertySources.attach(environment);
        return environment;
    }

    /** Warnings go to the console, everything to a file; a failed start is told by the launcher in its own words. */
    static Map<String, Object> logging(Path file) {
        return Map.of(
                "logging.file.name", file.toString(),
                "logging.threshold.console", "warn",
                "logging.include-application-name", false,
                "logging.level.org.springdoc", "error",
                "logging.level.org.springframework.boot.SpringApplication", "off",
                "logging.level.org.springframework.boot.diagnostics", "off",
                "logging.level.org.springframework.boot.web.server.reactive.context", "error");
    }

    /** Nothing is logged until the log file is known. */
    static void holdLogs() {
        loggingSystem().beforeInitialize();
    }

    static void openLogs(ConfigurableEnvironment environment) {
        var file = LogFile.get(environment);
        loggingSystem().getSystemProperties(environment).apply(file);
        loggingSystem().initialize(new LoggingInitializationContext(environment), null, file);
    }

    private static LoggingSystem loggingSystem() {
        return LoggingSystem.get(LaunchEnvironment.class.getClassLoader());
    }
}
