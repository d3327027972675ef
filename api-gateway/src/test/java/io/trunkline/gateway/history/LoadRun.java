package io.trunkline.gateway.history;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import reactor.core.publisher.Flux;

/**
 * Measures durable appends on a database that keeps its word, by hand: {@code LoadRun <url> saturate <seconds> <applications> <in flight>}, or
 * {@code LoadRun <url> pace <seconds> <applications> <per second>}.
 */
public final class LoadRun {
    private static final String TEXT = "x".repeat(200);
    private static final int TOPICS = 100;

    private LoadRun() {}

    @SuppressWarnings("checkstyle:RegexpSinglelineJava") // run by hand
    public static void main(String[] arguments) {
        var seconds = Integer.parseInt(arguments[2]);
        var applications = Integer.parseInt(arguments[3]);
        var amount = Integer.parseInt(arguments[4]);
        try (var log = RunningLog.on(arguments[0])) {
            if (arguments[1].equals("saturate")) {
                System.out.println(saturate(log.log(), seconds, applications, amount));
            } else {
                System.out.println(pace(log.log(), seconds, applications, amount));
            }
        }
    }

    private static Publication publication(int applications, int number) {
        var application = new ApplicationId("load-" + number % applications);
        return Publications.of(
                Principals.anyone(application, "x"), "topic/" + number % TOPICS, Publications.message(TEXT));
    }

    private static String saturate(TopicLog log, int seconds, int applications, int inFlight) {
        var done = new LongAdder();
        var began = System.nanoTime();
        Flux.range(0, Integer.MAX_VALUE)
                .takeWhile(number ->
                        System.nanoTime() - began < Duration.ofSeconds(seconds).toNanos())
                .flatMap(
                        number -> log.append(publication(applications, number), Traffic.KEPT)
                                .doOnNext(placed -> done.increment()),
                        inFlight)
                .blockLast();
        return "%d rows, %.0f/s".formatted(done.sum(), done.sum() * 1e9 / (System.nanoTime() - began));
    }

    private static String pace(TopicLog log, int seconds, int applications, int perSecond) {
        var took = new ConcurrentLinkedQueue<Long>();
        var began = System.nanoTime();
        var gap = 1_000_000_000L / perSecond;
        for (var number = 0; number < seconds * perSecond; number++) {
            var due = began + number * gap;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(Math.min(500_000, due - System.nanoTime()));
            }
            log.append(publication(applications, number), Traffic.KEPT)
                    .subscribe(placed -> took.add(System.nanoTime() - due));
        }
        LockSupport.parkNanos(2_000_000_000L);
        var sorted = took.stream()
                .skip((long) perSecond * 2)
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        return "%d acks, p50 %.2f ms, p99 %.2f ms, max %.2f ms"
                .formatted(took.size(), at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))] / 1e6;
    }
}
