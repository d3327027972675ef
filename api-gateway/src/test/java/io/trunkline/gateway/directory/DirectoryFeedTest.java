package io.trunkline.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.access.ApplicationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

class DirectoryFeedTest {
    private static final String A = "a".repeat(32);
    private static final String B = "b".repeat(32);

    @TempDir
    private Path dataDir;

    private final DirectoryPeer peer = new DirectoryPeer();
    private final Applications applications = new Applications();
    private final List<String> changed = new CopyOnWriteArrayList<>();
    private DirectoryFeed feed;

    private void start() {
        feed = feed(applications, Duration.ofSeconds(30));
        applications.changes().map(ApplicationId::value).subscribe(changed::add);
        feed.start();
    }

    private DirectoryFeed feed(Applications into, Duration silence) {
        return feed(into, silence, Duration.ofSeconds(30));
    }

    private DirectoryFeed feed(Applications into, Duration silence, Duration patience) {
        var client = WebClient.builder()
                .baseUrl(peer.url().toString())
                .defaultHeaders(headers -> headers.setBearerAuth(DirectoryPeer.TOKEN))
                .build();
        var settings = new DirectoryProperties.Feed(
                null, patience, silence, Duration.ofMillis(20), Duration.ofMillis(200), DataSize.ofMegabytes(1));
        return new DirectoryFeed(
                new DirectoryClient(client), into, new SnapshotFile(dataDir.resolve("directory.json")), settings);
    }

    @AfterEach
    void end() {
        if (feed != null) {
            feed.stop();
        }
        peer.close();
    }

    private boolean knows(String appId) {
        return applications.application(new ApplicationId(appId)) != null;
    }

    @Test
    void startsFromTheSnapshotAndFollowsTheChanges() {
        peer.has(7, Directories.application(A));
        start();
        await().until(peer::isHeard);
        assertThat(knows(A)).isTrue();
        assertThat(peer.calls).containsExactly("snapshot", "changes since=7");

        peer.put(8, Directories.application(B));
        peer.put(9, Directories.disabled(A));
        await().untilAsserted(() -> assertThat(changed).containsExactly(A, B, A));
        assertThat(applications.find(new ApplicationId(A)).enabled()).isFalse();

        peer.delete(10, B);
        await().until(() -> !knows(B));
        assertThat(changed).containsExactly(A, B, A, B);
    }

    @Test
    void goesOnWhereItStoppedWhenTheFeedDrops() {
        peer.has(7, Directories.application(A));
        start();
        await().until(peer::isHeard);
        peer.put(8, Directories.application(B));
        await().until(() -> knows(B));

        peer.drop();
        await().until(peer::isHeard);
        peer.delete(9, A);

        await().until(() -> !knows(A));
        assertThat(peer.calls).containsExactly("snapshot", "changes since=7", "changes since=8");
    }

    @Test
    void servesOnWhileTheServiceIsDownAndCatchesUpAfterwards() {
        peer.has(7, Directories.application(A));
        start();
        await().until(peer::isHeard);

        peer.goDown();
        assertThat(knows(A)).isTrue();
        peer.comeBack();

        await().until(peer::isHeard);
        assertThat(peer.calls).endsWith("changes since=7");
    }

    @Test
    void takesANewSnapshotOnReset() {
        peer.has(7, Directories.application(A));
        start();
        await().until(peer::isHeard);

        peer.has(3, Directories.application(B));
        peer.reset(3);
        await().until(() -> knows(B) && !knows(A));

        peer.put(4, Directories.application(A));
        await().until(() -> knows(A));
    }

    @Test
    void takesANewSnapshotWhenAVersionIsMissing() {
        peer.has(7);
        start();
        await().until(peer::isHeard);

        peer.has(9, Directories.application(A), Directories.application(B));
        peer.put(9, Directories.application(B));

        await().until(() -> knows(A) && knows(B));
    }

    @Test
    void passesOverWhatItKnowsAlready() {
        peer.has(7, Directories.application(A));
        start();
        await().until(peer::isHeard);

        peer.delete(7, A);
        peer.put(8, Directories.application(B));

        await().until(() -> knows(B));
        assertThat(knows(A)).isTrue();
    }

    @Test
    void opensTheFeedAgainWhenHeartBeatsStayAway() {
        peer.has(7);
        feed = feed(applications, Duration.ofMillis(300));

        feed.start();

        await().untilAsserted(() -> assertThat(peer.calls).containsSubsequence("changes since=7", "changes since=7"));
    }

    @Test
    void keepsTheFeedWhileHeartBeatsCome() {
        peer.has(7);
        feed = feed(applications, Duration.ofMillis(600));
        feed.start();
        await().until(peer::isHeard);

        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4)).untilAsserted(() -> {
            peer.say(": beat\n\n");
            assertThat(peer.calls).containsExactly("snapshot", "changes since=7");
        });
    }

    @Test
    void servesFromDiskAfterARestartWithoutTheService() {
        peer.has(7, Directories.application(A));
        start();
        await().until(peer::isHeard);
        peer.put(8, Directories.application(B));
        await().until(() -> knows(B));
        feed.stop();
        peer.goDown();

        var restarted = new Applications();
        feed = feed(restarted, Duration.ofSeconds(30), Duration.ofMillis(100));
        feed.start();

        assertThat(restarted.isLoaded()).isTrue();
        assertThat(restarted.enabled(new ApplicationId(A))).isEqualTo(Directories.application(A));
        assertThat(restarted.enabled(new ApplicationId(B))).isEqualTo(Directories.application(B));
    }

    /** What a process before this one went by may be newer: a topic could have got a history since. */
    @Test
    void goesByNothingOldWhereTheServiceAnswers() {
        keep(6, Directories.application(A));
        peer.has(7, Directories.disabled(A));
        var answer = peer.holdAnswers();
        var started = CompletableFuture.runAsync(this::start);
        await().until(() -> peer.calls.contains("snapshot"));
        assertThat(applications.isLoaded()).isFalse();
        assertThat(started).isNotDone();

        answer.run();

        await().until(started::isDone);
        assertThat(changed).containsExactly(A);
        assertThat(applications.find(new ApplicationId(A)).enabled()).isFalse();
    }

    @Test
    void goesByWhatItHasKeptWhereTheServiceIsSlowAndThenByWhatThatSays() {
        keep(6, Directories.application(A), Directories.application(B));
        peer.has(7, Directories.disabled(A), Directories.application(B));
        var answer = peer.holdAnswers();
        feed = feed(applications, Duration.ofSeconds(30), Duration.ofMillis(100));
        feed.start();
        assertThat(applications.find(new ApplicationId(A)).enabled()).isTrue();
        assertThat(applications.isCurrent()).isFalse();
        applications.changes().map(ApplicationId::value).subscribe(changed::add);

        answer.run();

        await().untilAsserted(() -> assertThat(changed).containsExactlyInAnyOrder(A, B));
        assertThat(applications.isCurrent()).isTrue();
        assertThat(applications.find(new ApplicationId(A)).enabled()).isFalse();
    }

    @Test
    void tellsOfThoseThatWereRemovedWhileNobodyListened() {
        keep(6, Directories.application(A), Directories.application(B));
        peer.has(7, Directories.application(B));

        start();

        await().untilAsserted(() -> assertThat(changed).containsExactly(A, B));
        assertThat(knows(A)).isFalse();
    }

    @Test
    void recallsNothingOnceItIsKnownWhichThereAre() {
        applications.replace(List.of(Directories.disabled(A)));

        applications.recall(List.of(Directories.application(A), Directories.application(B)));

        assertThat(applications.find(new ApplicationId(A)).enabled()).isFalse();
        assertThat(knows(B)).isFalse();
    }

    private void keep(long version, Application... all) {
        new SnapshotFile(dataDir.resolve("directory.json")).write(new Snapshot(version, List.of(all)));
    }

    @Test
    void hasKeptAChangeOnDiskWhenItHolds() {
        peer.has(7, Directories.application(A));
        start();
        await().until(peer::isHeard);

        peer.put(8, Directories.application(B));

        var onDisk = new SnapshotFile(dataDir.resolve("directory.json"));
        await().until(() -> knows(B));
        assertThat(onDisk.read()).isNotNull().satisfies(kept -> {
            assertThat(kept.version()).isEqualTo(8);
            assertThat(kept.applications()).hasSize(2);
        });
    }

    /** As on a full disk. */
    @Test
    void aChangeHoldsThoughItCannotBeKept() throws IOException {
        peer.has(7, Directories.application(A));
        start();
        await().until(peer::isHeard);
        Files.createDirectories(dataDir.resolve("directory.json.draft/in the way"));

        peer.put(8, Directories.application(B));

        await().until(() -> knows(B));
        assertThat(new SnapshotFile(dataDir.resolve("directory.json")).read())
                .isNotNull()
                .extracting(Snapshot::version)
                .isEqualTo(7L);
    }

    @Test
    void isNotLoadedBeforeAnythingWasLearnt() {
        peer.goDown();
        start();
        assertThat(applications.isLoaded()).isFalse();

        peer.comeBack();
        await().until(applications::isLoaded);
    }

    @Test
    void stopsServingAnApplicationWhoseRecordCannotBeRead() {
        peer.has(7, Directories.application(A), Directories.application(B));
        start();
        await().until(peer::isHeard);

        peer.say("id: 8\nevent: put\ndata: {\"appId\":\"" + A + "\",\"clientSourceAddress\":[\"nowhere\"]}\n\n");

        await().until(() -> !knows(A));
        assertThat(knows(B)).isTrue();
    }
}
