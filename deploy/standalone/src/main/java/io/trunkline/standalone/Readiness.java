package io.trunkline.standalone;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ApplicationContext;

/**
 * Whether a service not only listens but also knows what it needs to know. It is asked in this process: its port may be for proxies only, and its health on
 * another one.
 */
final class Readiness {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long ASK_EVERY_MILLIS = 25;

    private Readiness() {}

    /** @throws StartFailure if the service does not call itself ready within twenty seconds */
    static void await(String name, ApplicationContext service) {
        var health = service.getBean(HealthEndpoint.class);
        await(name, PATIENCE, () -> isUp(health));
    }

    private static boolean isUp(HealthEndpoint health) {
        var readiness = health.healthForPath("readiness");
        return readiness != null && Status.UP.equals(readiness.getStatus());
    }

    static void await(String name, Duration patience, BooleanSupplier ready) {
        var begun = System.nanoTime();
        try {
            while (!ready.getAsBoolean()) {
                if (System.nanoTime() - begun > patience.toNanos()) {
                    throw new StartFailure(
                            "the " + name + " is not ready after " + patience.toSeconds() + " s; see the log");
                }
                new CountDownLatch(1).await(ASK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted", e);
        }
    }
}
