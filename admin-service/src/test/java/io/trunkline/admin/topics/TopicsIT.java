package io.trunkline.admin.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.admin.testkit.FeedReader;
import io.trunkline.admin.testkit.RunningAdmin;
import io.trunkline.admin.testkit.TestDatabase;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TopicsIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String HISTORY = "{\"historySize\":100}";

    private static String database;
    private static RunningAdmin admin;
    private String appId;
    private WebTestClient owner;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        admin = RunningAdmin.on(database);
    }

    @AfterAll
    static void stop() {
        admin.close();
    }

    @BeforeEach
    void application() {
        appId = admin.create("keeps " + NUMBER.incrementAndGet()).get("appId").stringValue();
        owner = admin.ownerOf(appId);
    }

    private String list() {
        return "/admin/v1/applications/" + appId + "/topics";
    }

    private JsonNode put(String pattern, String body, int status) {
        return admin.call(owner, HttpMethod.PUT, list() + "/" + pattern, body, status);
    }

    private JsonNode get(String path, int status) {
        return admin.call(owner, HttpMethod.GET, path, "", status);
    }

    private long applicationVersion() {
        return get("/admin/v1/applications/" + appId, 200).get("version").longValue();
    }

    private JsonNode served(RunningAdmin at) {
        for (JsonNode application : at.call(at.service(), HttpMethod.GET, "/internal/v1/directory", "", 200)
                .get("applications")) {
            if (application.get("appId").stringValue().equals(appId)) {
                return application.get("topics");
            }
        }
        throw new AssertionError("not in the directory");
    }

    @Test
    void anOwnerMakesReadsReplacesAndRemovesASetting() {
        JsonNode made = put("rooms/%23", "{\"historySize\":100,\"historyAgeSeconds\":60,\"durable\":true}", 201);
        String one = list() + "/rooms/%23";

        assertThat(made.toString())
                .startsWith("{\"pattern\":\"rooms/#\",\"version\":")
                .endsWith("\"historySize\":100,\"historyAgeSeconds\":60,\"durable\":true,\"state\":false}");
        assertThat(get(one, 200)).isEqualTo(made);
        assertThat(get(list(), 200).get("topics")).containsExactly(made);
        JsonNode replaced = put("rooms/%23", "{\"state\":true}", 200);
        assertThat(replaced.get("historySize").intValue()).isZero();
        assertThat(replaced.get("durable").booleanValue()).isFalse();
        assertThat(replaced.get("state").booleanValue()).isTrue();
        assertThat(replaced.get("createdAt")).isEqualTo(made.get("createdAt"));
        assertThat(replaced.get("version").longValue())
                .isGreaterThan(made.get("version").longValue());
        admin.call(owner, HttpMethod.DELETE, one, "", 204);
        get(one, 404);
        admin.call(owner, HttpMethod.DELETE, one, "", 404);
        assertThat(get(list(), 200).get("topics")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rooms/lobby     | rooms/lobby",
                "rooms/+/chat    | rooms/+/chat",
                "+/%23           | +/#",
                "%2B/x           | +/x",
                "rooms/*         | rooms/*",
                "%2A             | *",
                "two%20words     | two words",
                "r%C3%A4ume/a    | räume/a",
                "a/              | a/"
            })
    void aPatternIsWhatItsPathSays(String path, String pattern) {
        assertThat(put(path, HISTORY, 201).get("pattern").stringValue()).isEqualTo(pattern);
        assertThat(get(list() + "/" + path, 200).get("pattern").stringValue()).isEqualTo(pattern);
        assertThat(served(admin).get(0).get("pattern").stringValue()).isEqualTo(pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a+",
                "/%23/a",
                "/a/+/*",
                "/!a",
                "/secure/inbound",
                "/priv/acks",
                "/PRIV/x",
                "/%20",
                "/%C3"
            })
    void whatNamesNoTopicsIsRefused(String rest) {
        JsonNode problem = admin.call(owner, HttpMethod.PUT, list() + rest, HISTORY, 400);

        assertThat(problem.get("type").stringValue()).isEqualTo("/problems/invalid-field");
        assertThat(problem.get("field").stringValue()).isEqualTo("pattern");
        assertThat(get(list(), 200).get("topics")).isEmpty();
    }

    @Test
    void slashesMayBeEscaped() {
        admin.call(owner, HttpMethod.PUT, list() + "/rooms%2F%23", HISTORY, 201);

        assertThat(get(list() + "/rooms/%23", 200).get("pattern").stringValue()).isEqualTo("rooms/#");
        admin.call(owner, HttpMethod.DELETE, list() + "/rooms%2f%23", "", 204);
    }

    /** The firewall takes them for tricks. A wildcard in their place names the same topics. */
    @ParameterizedTest
    @ValueSource(strings = {"/a//b", "/a%2F%2Fb", "/a%2F..%2Fb", "/a;b", "/a%25b", "/a/../b", "/a%5Cb"})
    void whatAPathCannotSayIsRefused(String rest) {
        assertThat(admin.call(owner, HttpMethod.PUT, list() + rest, HISTORY, 400)
                        .get("type")
                        .stringValue())
                .isEqualTo("/problems/malformed");
    }

    @Test
    void settingsThatDoNotGoTogetherAreRefused() {
        JsonNode problem = put("rooms/%23", "{\"durable\":true}", 400);

        assertThat(problem.get("field").stringValue()).isEqualTo("durable");
        assertThat(put("rooms/%23", "[]", 400).get("type").stringValue()).isEqualTo("/problems/malformed");
    }

    @Test
    void aSettingThatKeepsNothingIsOneToo() {
        put("rooms/%23", HISTORY, 201);
        put("rooms/secret", "{}", 201);

        assertThat(served(admin).get(1)).isEqualTo(JSON.readTree("""
                {"pattern":"rooms/secret","historySize":0,"historyAgeSeconds":0,"durable":false,"state":false}"""));
    }

    @Test
    void gatewaysHearOfEveryChangeWithTheApplication() {
        long before = applicationVersion();
        try (var feed = new FeedReader(admin, "?since=" + before)) {
            put("rooms/%23", HISTORY, 201);
            put("rooms/%23", "{\"state\":true}", 200);
            admin.call(owner, HttpMethod.DELETE, list() + "/rooms/%23", "", 204);
            await().until(() -> feed.events().size() == 3);

            assertThat(applicationVersion()).isEqualTo(before + 3);
            assertThat(feed.ids()).containsExactly(before + 1, before + 2, before + 3);
            assertThat(JSON.readTree(feed.events().get(2).data()).get("topics")).isEmpty();
        }
    }

    @Test
    void aPutThatChangesNothingIsNoChange() {
        JsonNode made = put("rooms/%23", HISTORY, 201);
        long before = applicationVersion();

        assertThat(put("rooms/%23", "{\"historySize\":100,\"state\":false}", 200))
                .isEqualTo(made);
        assertThat(applicationVersion()).isEqualTo(before);
    }

    @Test
    void aChangeCanBeBoundToAVersion() {
        JsonNode made = put("a", HISTORY, 201);
        var stale = owner.mutate().defaultHeader("If-Match", "\"1\"").build();
        String one = list() + "/a";

        assertThat(admin.call(stale, HttpMethod.PUT, one, "{}", 412).get("type").stringValue())
                .isEqualTo("/problems/version-mismatch");
        admin.call(stale, HttpMethod.DELETE, one, "", 412);
        admin.call(stale, HttpMethod.PUT, list() + "/not-there", "{}", 412);
        String tag = owner.get()
                .uri(one)
                .exchange()
                .returnResult(Void.class)
                .getResponseHeaders()
                .getETag();
        assertThat(tag).isEqualTo("\"" + made.get("version").longValue() + "\"");
        var fresh = owner.mutate().defaultHeader("If-Match", tag).build();
        admin.call(fresh, HttpMethod.PUT, one, "{}", 200);
    }

    @Test
    void anApplicationHasAtMostAHundred() {
        for (int i = 0; i < 100; i++) {
            put("topic/" + i, HISTORY, 201);
        }
        long before = applicationVersion();

        assertThat(put("topic/100", HISTORY, 409).get("type").stringValue()).isEqualTo("/problems/limit-reached");
        assertThat(applicationVersion()).isEqualTo(before);
        put("topic/99", "{}", 200);
        admin.call(owner, HttpMethod.DELETE, list() + "/topic/7", "", 204);
        put("topic/100", HISTORY, 201);
        assertThat(get(list(), 200).get("topics"))
                .hasSize(100)
                .extracting(topic -> topic.get("pattern").stringValue())
                .isSorted();
    }

    @Test
    void nobodyReachesASettingOfAnotherApplication() {
        put("a", HISTORY, 201);
        String other = admin.create("other " + appId).get("appId").stringValue();
        WebTestClient stranger = admin.ownerOf(other);

        admin.call(stranger, HttpMethod.GET, list(), "", 403);
        admin.call(stranger, HttpMethod.GET, list() + "/a", "", 403);
        admin.call(stranger, HttpMethod.PUT, list() + "/a", "{}", 403);
        admin.call(stranger, HttpMethod.DELETE, list() + "/a", "", 403);
        String theirs = "/admin/v1/applications/" + other + "/topics";
        admin.call(stranger, HttpMethod.GET, theirs + "/a", "", 404);
        admin.call(stranger, HttpMethod.PUT, theirs + "/a", "{\"state\":true}", 201);
        admin.call(stranger, HttpMethod.DELETE, theirs + "/a", "", 204);
        assertThat(get(list() + "/a", 200).get("historySize").intValue()).isEqualTo(100);
    }

    @Test
    void theAuditNamesWhatWasChosenAndNotItsValue() {
        put("rooms/%23", "{\"historySize\":4711,\"state\":true}", 201);
        put("rooms/%23", "{\"historySize\":4712,\"state\":true}", 200);
        admin.call(owner, HttpMethod.DELETE, list() + "/rooms/%23", "", 204);

        JsonNode entries = admin.call(admin.operator(), HttpMethod.GET, "/admin/v1/audit?appId=" + appId, "", 200);
        assertThat(entries.toString())
                .contains("topic.put", "topic.delete", "rooms/#.state", "application:" + appId)
                .doesNotContain("471");
    }

    @Test
    void settingsGoWithTheirApplicationAndStayOtherwise() {
        put("rooms/%23", HISTORY, 201);
        JsonNode before = served(admin);

        try (var restarted = RunningAdmin.on(database)) {
            assertThat(served(restarted)).isEqualTo(before).hasSize(1);
        }
        admin.call(admin.operator(), HttpMethod.DELETE, "/admin/v1/applications/" + appId, "", 204);
        admin.call(admin.operator(), HttpMethod.GET, list() + "/rooms/%23", "", 404);
        admin.call(admin.operator(), HttpMethod.GET, list(), "", 404);
        admin.call(admin.operator(), HttpMethod.PUT, list() + "/rooms/%23", HISTORY, 404);
    }
}
