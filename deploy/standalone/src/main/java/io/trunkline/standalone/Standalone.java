package io.trunkline.standalone;

import io.trunkline.standalone.Services.Tokens;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole platform in one JVM: database, admin-service, telemetry-service, gateway, started in this order and ended in the opposite one. */
public final class Standalone {
    private final LaunchEnvironment launch;
    private final Platform platform = new Platform();

    private Standalone(LaunchEnvironment launch) {
        this.launch = launch;
    }

    /** Starts it and says where it is; ends the process with 1 and one line when that is not possible. */
    @SuppressWarnings("checkstyle:RegexpSinglelineJava") // the one place that speaks to the terminal
    public static void main(String[] arguments) {
        LaunchEnvironment.holdLogs();
        var launch = new LaunchEnvironment(arguments);
        var standalone = new Standalone(launch);
        Runtime.getRuntime().addShutdownHook(new Thread(standalone.platform::close, "shutdown"));
        try {
            standalone.start(System.out);
        } catch (RuntimeException failure) {
            log().info("event=start-failed", failure);
            System.err.println("Trunkline cannot start: " + FailureLine.of(failure, launch.with(Map.of(), Map.of())));
            System.exit(1);
        }
    }

    private void start(PrintStream terminal) {
        var settings = StandaloneSettings.of(launch.with(Map.of(), Map.of()));
        var data = platform.add(DataDirectory.open(settings.dataDir()));
        var logging = LaunchEnvironment.logging(data.resolve("logs/trunkline.log"));
        LaunchEnvironment.openLogs(launch.with(Map.of(), logging));
        Ports.check(settings);

        var tokens = new Tokens(
                data.secret(settings.operatorToken(), "operator-token"),
                data.secret(settings.serviceToken(), "service-token"));
        var services = Services.of(settings, data, tokens, databaseUrl(settings, data));
        var starter = start(services, logging, () -> StarterApplication.find(settings, data, tokens.operator()));
        terminal.print(new Welcome(settings, data.path(), tokens.operator()).text(uptime(), starter));
        terminal.flush();
    }

    /**
     * The contexts are made side by side, because half of that is waiting, but the gateway opens after the admin-service and
     * its first application. They are taken over in their order, which the end reverses.
     */
    private Optional<StarterApplication> start(
            Services services, Map<String, Object> logging, Supplier<Optional<StarterApplication>> firstApplication) {
        var database = CompletableFuture.completedFuture(platform);
        var admin = services.admin().start(launch, logging, database);
        var telemetry = services.telemetry().start(launch, logging, database);
        var starter = admin.thenApply(running -> firstApplication.get());
        var gateway = services.gateway().start(launch, logging, starter);
        Stream.of(admin, telemetry, gateway).forEach(context -> platform.add(context.join()));
        Readiness.await("gateway", gateway.join());
        return starter.join();
    }

    private String databaseUrl(StandaloneSettings settings, DataDirectory data) {
        return settings.databaseUrl() != null
                ? settings.databaseUrl()
                : platform.add(EmbeddedDatabase.start(data)).url();
    }

    private static Duration uptime() {
        return Duration.ofMillis(
                java.lang.management.ManagementFactory.getRuntimeMXBean().getUptime());
    }

    /** Not a constant: the first logger must not be asked for before the logs are held. */
    private static Logger log() {
        return LoggerFactory.getLogger(Standalone.class);
    }
}
