package io.trunkline.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.access.ApplicationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.test.StepVerifier;

class UsageReporterIT {
    private static final ApplicationId APP = new ApplicationId("0123456789abcdef0123456789abcdef");
    private static final Duration INTERVAL = Duration.ofMillis(100);

    @TempDir
    Path directory;

    private final TelemetryPeer peer = new TelemetryPeer();
    private final UsageMeter meter = new UsageMeter();
    private final List<UsageReporter> reporters = new ArrayList<>();
    private volatile Instant now = Instant.parse("2026-11-21T04:00:10Z");

    @AfterEach
    void close() {
        reporters.forEach(UsageReporter::close);
        peer.close();
    }

    @Test
    void reportsWhatWasCountedAndKeepsNothing() throws IOException {
        var reporter = reporter("boot1");

        publish(3);
        report(reporter);
        publish(4);
        report(reporter);

        assertThat(peer.ops(APP.value())).isEqualTo(7);
        assertThat(peer.ops("2026-11-21T04:00:00Z", APP.value())).isEqualTo(7);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void saysNothingWhenNothingHappened() throws IOException {
        var reporter = reporter("boot1");

        report(reporter);
        publish(1);
        report(reporter);
        report(reporter);

        assertThat(peer.requests()).isEqualTo(1);
    }

    @Test
    void countsWhatIsPublishedUpToTheTurnOfAMinuteInThatMinute() throws IOException {
        var reporter = reporter("boot1");
        publish(1);
        report(reporter);

        publish(2);
        now = Instant.parse("2026-11-21T04:01:00.003Z");
        report(reporter);
        publish(4);
        report(reporter);

        assertThat(peer.ops("2026-11-21T04:00:00Z", APP.value())).isEqualTo(3);
        assertThat(peer.ops("2026-11-21T04:01:00Z", APP.value())).isEqualTo(4);
    }

    @Test
    void keepsOneFileAMinuteWhileTelemetryIsDownAndSendsAllOfThemAfter() throws IOException {
        var reporter = reporter("boot1");
        peer.down();

        for (int minute = 0; minute < 3; minute++) {
            publish(1);
            report(reporter);
            publish(1);
            report(reporter);
            now = now.plusSeconds(60);
            report(reporter);
        }

        assertThat(waiting()).hasSize(3);
        peer.up();
        report(reporter);
        assertThat(peer.ops(APP.value())).isEqualTo(6);
        assertThat(peer.ops("2026-11-21T04:01:00Z", APP.value())).isEqualTo(2);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void sendsAgainWhatWasTakenInButNotAnsweredWellAndItCountsOnce() throws IOException {
        var reporter = reporter("boot1");
        peer.status = 500;
        publish(5);
        report(reporter);
        report(reporter);
        assertThat(waiting()).hasSize(1);

        peer.status = 204;
        report(reporter);

        assertThat(peer.requests()).isEqualTo(3);
        assertThat(peer.ops(APP.value())).isEqualTo(5);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void triesOnlyTheOldestWhileTelemetryIsUnwell() throws IOException {
        var reporter = reporter("boot1");
        peer.down();
        for (int minute = 0; minute < 3; minute++) {
            publish(1);
            report(reporter);
            now = now.plusSeconds(60);
            report(reporter);
        }
        peer.up();
        peer.status = 503;

        report(reporter);

        assertThat(peer.requests()).isEqualTo(1);
        assertThat(waiting()).hasSize(3);
    }

    @Test
    void setsABatchAsideThatIsRefusedAndGoesOnWithTheNext() throws IOException {
        var reporter = reporter("boot1");
        peer.refuse("2026-11-21T04:00:00Z");
        publish(1);
        now = now.plusSeconds(60);
        report(reporter);
        publish(2);
        report(reporter);
        var requests = peer.requests();
        report(reporter);

        assertThat(peer.ops(APP.value())).isEqualTo(2);
        assertThat(peer.requests()).isEqualTo(requests).isEqualTo(2);
        assertThat(waiting()).isEmpty();
        assertThat(files(directory.resolve("rejected"))).containsExactly("20261121T0400Z-boot1-000.json");
    }

    @Test
    void waitsWhenItsTokenIsNotAccepted() throws IOException {
        var reporter = reporter("boot1", WebClient.create("http://127.0.0.1:" + peer.port()));
        publish(1);
        report(reporter);

        assertThat(peer.requests()).isEqualTo(1);
        assertThat(waiting()).hasSize(1);
    }

    @Test
    void sendsAfterARestartWhatTheRunBeforeCouldNotSendAndAddsItsOwn() throws IOException {
        peer.down();
        publish(3);
        report(reporter("boot1"));
        peer.up();

        publish(4);
        report(reporter("boot2"));

        assertThat(peer.ops("2026-11-21T04:00:00Z", APP.value())).isEqualTo(7);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void reportsByItselfAndGoesOnWritingWhileTelemetryHangs() throws IOException {
        var reporter = reporter("boot1");
        peer.status = 0;
        reporter.start();
        publish(1);
        await().untilAsserted(() -> assertThat(peer.ops(APP.value())).isEqualTo(1));

        publish(1);

        await().untilAsserted(() -> assertThat(content()).contains("\"ops\":2"));
        assertThat(peer.requests()).isEqualTo(1);
    }

    @Test
    void reportsWhatIsLeftBeforeItStops() throws Exception {
        var reporter = reporter("boot1");
        reporter.start();
        publish(9);

        assertThat(stop(reporter)).isTrue();

        assertThat(peer.ops(APP.value())).isEqualTo(9);
        assertThat(waiting()).isEmpty();
        assertThat(reporter.isRunning()).isFalse();
    }

    @Test
    void stopsInTimeAlsoWhenTelemetryHangsAndLeavesTheBatchOnDisk() throws Exception {
        var reporter = reporter("boot1");
        peer.status = 0;
        reporter.start();
        publish(9);

        assertThat(stop(reporter)).isTrue();

        assertThat(content()).contains("\"ops\":9");
    }

    private UsageReporter reporter(String bootId) throws IOException {
        return reporter(
                bootId,
                WebClient.builder()
                        .baseUrl("http://127.0.0.1:" + peer.port())
                        .defaultHeaders(headers -> headers.setBearerAuth(TelemetryPeer.TOKEN))
                        .build());
    }

    private UsageReporter reporter(String bootId, WebClient client) throws IOException {
        var spool = UsageSpool.open(directory, new UsageSpool.Bounds(1_000, 1_000_000));
        var journal = new UsageJournal(new NodeRun("node", bootId), meter, new UsageSheet(now), spool);
        var reporter = new UsageReporter(journal, spool, new TelemetryClient(client), () -> now, INTERVAL);
        reporters.add(reporter);
        return reporter;
    }

    private void publish(int times) {
        for (int i = 0; i < times; i++) {
            meter.count(APP, 100, 3);
        }
    }

    private static void report(UsageReporter reporter) {
        reporter.report().as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(20));
    }

    private static boolean stop(UsageReporter reporter) throws InterruptedException {
        var stopped = new CountDownLatch(1);
        reporter.stop(stopped::countDown);
        return stopped.await(20, TimeUnit.SECONDS);
    }

    private List<String> waiting() throws IOException {
        return files(directory);
    }

    private String content() throws IOException {
        return Files.readString(directory.resolve(waiting().get(0)));
    }

    private static List<String> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .collect(Collectors.toList());
        }
    }
}
