package io.trunkline.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether a service not only listens but also knows what it needs to know. */
final class Readiness {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long ASK_EVERY_MILLIS = 25;

    private Readiness() {}

    /** @throws StartFailure if the service at this address does not call itself ready within twenty seconds */
    static void await(URI service) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var client = HttpClient.newHttpClient();
        var question = HttpRequest.newBuilder(service.resolve("/actuator/health/readiness"))
                .timeout(PATIENCE)
                .build();
        try {
            while (client.send(question, BodyHandlers.discarding()).statusCode() != 200) {
                if (System.nanoTime() > deadline) {
                    throw new StartFailure(service + " is not ready after " + PATIENCE.toSeconds() + " s; see the log");
                }
                new CountDownLatch(1).await(ASK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (IOException e) {
            throw new StartFailure(service + " does not answer (" + e + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted", e);
        }
    }
}
