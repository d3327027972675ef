package io.trunkline.admin.directory;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.admin.testkit.FeedReader;
import io.trunkline.admin.testkit.RunningAdmin;
import io.trunkline.admin.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.codec.ServerSentEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class DirectoryFeedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** So that only what was notified is found. */
    private static final String NO_POLL = "--trunkline.directory.poll=1h";

    private static final JsonMapper JSON = new JsonMapper();

    private String database;
    private RunningAdmin admin;

    @BeforeEach
    void start() {
        database = TestDatabase.create();
        admin = RunningAdmin.on(database);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void aReplicaIsNotifiedOfWhatWasChangedAtAnother() {
        try (var replica = RunningAdmin.on(database, NO_POLL);
                var feed = new FeedReader(replica, "?since=0")) {
            await().until(() -> feed.heartBeats() > 0);

            admin.create("warm-up");
            await().until(() -> feed.events().size() == 1);

            JsonNode made = admin.create("made elsewhere");
            await().atMost(PATIENCE).until(() -> feed.events().size() == 2);
            delete(made);
            await().atMost(PATIENCE).until(() -> feed.events().size() == 3);

            ServerSentEvent<String> put = feed.events().get(1);
            ServerSentEvent<String> delete = feed.events().get(2);
            assertThat(put.event()).isEqualTo("put");
            assertThat(put.id()).isEqualTo("2");
            assertThat(JSON.readTree(put.data())).isEqualTo(served(made));
            assertThat(delete.event()).isEqualTo("delete");
            assertThat(delete.id()).isEqualTo("3");
            assertThat(JSON.readTree(delete.data()))
                    .isEqualTo(JSON.createObjectNode()
                            .put("appId", made.get("appId").stringValue()));
        }
    }

    /** What a gateway hears of it: the limits in force, and nothing of where they come from. */
    private static JsonNode served(JsonNode made) {
        ObjectNode served = (ObjectNode) made.deepCopy();
        served.set("limits", served.remove("effectiveLimits"));
        served.remove(List.of("amazonSnsForwarder", "amazonSqsForwarder"));
        served.putArray("forwarders");
        served.putArray("topics");
        return served;
    }

    @Test
    void versionsHaveNoGapsUnderManyWriters() throws Exception {
        try (var feed = new FeedReader(admin, "?since=0")) {
            await().until(() -> feed.heartBeats() > 0);

            var writers = Executors.newFixedThreadPool(8);
            var jobs = IntStream.range(0, 8)
                    .mapToObj(writer -> writers.submit(() -> write(writer)))
                    .toList();
            for (var job : jobs) {
                job.get();
            }
            writers.shutdown();

            await().atMost(PATIENCE).until(() -> feed.events().size() >= 80);
            assertThat(feed.ids()).containsExactlyElementsOf(numbers(1, 80));
        }
    }

    /** Ten tries of which every other fails on the taken name and so must leave no gap. */
    private void write(int writer) {
        for (int i = 0; i < 10; i++) {
            admin.create("writer " + writer + " number " + i);
            admin.operator()
                    .post()
                    .uri("/admin/v1/applications")
                    .header("Content-Type", "application/json")
                    .bodyValue("{\"name\":\"writer " + writer + " number " + i + "\"}")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(409);
        }
    }

    @Test
    void resumesAfterTheVersionTheReaderKnows() {
        for (int i = 0; i < 5; i++) {
            admin.create("resume " + i);
        }

        try (var feed = new FeedReader(admin, "?since=3")) {
            await().until(() -> feed.events().size() == 2);
            assertThat(feed.ids()).containsExactly(4L, 5L);
        }
    }

    @Test
    void readsALongPastPageByPage() {
        TestDatabase.execute(database, """
                insert into admin.application_change
                select version, 'gone', now() from generate_series(1, 450) version""");

        try (var feed = new FeedReader(admin, "?since=0")) {
            await().until(() -> feed.events().size() >= 450);
            assertThat(feed.ids()).containsExactlyElementsOf(numbers(1, 450));
        }
    }

    @Test
    void resetsAReaderThatKnowsNothingOrTooLittleOrTooMuch() {
        TestDatabase.execute(database, """
                insert into admin.application_change
                select version, 'gone', now() from generate_series(20, 30) version""");

        for (String query : List.of("", "?since=18", "?since=31")) {
            try (var feed = new FeedReader(admin, query)) {
                await().until(() -> !feed.events().isEmpty());
                assertThat(feed.events()).singleElement().satisfies(event -> {
                    assertThat(event.event()).isEqualTo("reset");
                    assertThat(event.data()).isEqualTo("{\"version\":30}");
                });
                admin.create("after reset " + query);
                await().until(() -> feed.events().size() == 2);
                assertThat(feed.events().get(1).id()).isEqualTo("31");
            }
            TestDatabase.execute(database, "delete from admin.application_change where version > 30");
            TestDatabase.execute(database, "delete from admin.application");
        }
    }

    @Test
    void keepsOnlyTheNewestChanges() {
        TestDatabase.execute(database, """
                insert into admin.application_change
                select version, 'gone', now() from generate_series(1, 10000) version""");
        admin.create("number 10001");

        try (var tooOld = new FeedReader(admin, "?since=0");
                var justKept = new FeedReader(admin, "?since=1")) {
            await().until(() -> !tooOld.events().isEmpty() && !justKept.events().isEmpty());
            assertThat(tooOld.events().get(0).event()).isEqualTo("reset");
            assertThat(justKept.events().get(0).id()).isEqualTo("2");
        }
    }

    @Test
    void theSnapshotAndItsVersionBelongTogether() {
        JsonNode first = admin.create("snapshot 1");
        JsonNode second = admin.create("snapshot 2");
        delete(first);

        JsonNode snapshot = JSON.readTree(admin.service()
                .get()
                .uri("/internal/v1/directory")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());

        assertThat(snapshot.get("version").longValue()).isEqualTo(3);
        assertThat(snapshot.get("applications")).containsExactly(served(second));
    }

    @Test
    void listensAgainAfterTheDatabaseClosedItsConnections() {
        try (var listening = RunningAdmin.on(database, NO_POLL);
                var feed = new FeedReader(listening, "?since=0")) {
            await().until(() -> feed.heartBeats() > 0);
            String others = "select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where datname = current_database() and pid <> pg_backend_pid()";
            TestDatabase.execute(database, others);

            TestDatabase.execute(database, """
                    insert into admin.application_change values (1, 'gone', now());
                    select pg_notify('trunkline_admin_changes', '1')""");

            await().atMost(PATIENCE).until(() -> feed.events().size() == 1);
        }
    }

    @Test
    void theSlowPollFindsWhatNobodyNotified() {
        try (var polling = RunningAdmin.on(database, "--trunkline.directory.poll=200ms");
                var feed = new FeedReader(polling, "?since=0")) {
            await().until(() -> feed.heartBeats() > 0);
            await().pollDelay(500, MILLISECONDS).until(() -> true);

            TestDatabase.execute(database, "insert into admin.application_change values (1, 'gone', now())");

            await().atMost(PATIENCE).until(() -> feed.events().size() == 1);
        }
    }

    @Test
    void aSilentFeedBeats() {
        try (var lively = RunningAdmin.on(database, "--trunkline.directory.heart-beat=50ms");
                var feed = new FeedReader(lively, "?since=0")) {
            await().until(() -> feed.heartBeats() >= 3);
        }
    }

    @Test
    void feedsEndWhenTheServiceStopsInsteadOfHoldingItUp() {
        var stopping = RunningAdmin.on(database, "--spring.lifecycle.timeout-per-shutdown-phase=60s");
        try (var feed = new FeedReader(stopping, "?since=0")) {
            await().until(() -> feed.heartBeats() > 0);

            long start = System.nanoTime();
            stopping.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(50));
            await().until(feed::ended);
        }
    }

    @Test
    void aPositionThatIsNoNumberIsRefused() {
        admin.service()
                .get()
                .uri("/internal/v1/directory/changes?since=x")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.field")
                .isEqualTo("since");
    }

    @Test
    void theLastEventIdGoesBeforeSince() {
        for (int i = 0; i < 3; i++) {
            admin.create("last event " + i);
        }

        try (var feed = new FeedReader(admin, "?since=0", headers -> headers.set("Last-Event-ID", "2"))) {
            await().until(() -> !feed.events().isEmpty());
            assertThat(feed.ids()).containsExactly(3L);
        }
    }

    private void delete(JsonNode application) {
        admin.operator()
                .delete()
                .uri("/admin/v1/applications/" + application.get("appId").stringValue())
                .exchange()
                .expectStatus()
                .isNoContent();
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
