package io.trunkline.admin.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.admin.testkit.FeedReader;
import io.trunkline.admin.testkit.RunningAdmin;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ForwardersIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String SQS = """
            {"kind":"sqs","name":"q","queueUrl":"https://sqs.eu-west-1.amazonaws.com/123456789012/q",
             "region":"eu-west-1","accessKeyId":"AKIA0000","secretAccessKey":"sesame-open"}""";
    private static final String WEBHOOK = """
            {"kind":"webhook","name":"w","url":"https://example.com/hook"}""";

    private static RunningAdmin admin;
    private String appId;
    private WebTestClient owner;

    @BeforeAll
    static void start() {
        admin = RunningAdmin.onNewDatabase();
    }

    @AfterAll
    static void stop() {
        admin.close();
    }

    @BeforeEach
    void application() {
        appId = admin.create("forwards " + NUMBER.incrementAndGet())
                .get("appId")
                .stringValue();
        owner = admin.ownerOf(appId);
    }

    private String path() {
        return "/admin/v1/applications/" + appId + "/forwarders";
    }

    private JsonNode create(String body) {
        return admin.call(owner, HttpMethod.POST, path(), body, 201);
    }

    private long applicationVersion() {
        return admin.call(owner, HttpMethod.GET, "/admin/v1/applications/" + appId, "", 200)
                .get("version")
                .longValue();
    }

    private JsonNode served() {
        for (JsonNode application : admin.call(admin.service(), HttpMethod.GET, "/internal/v1/directory", "", 200)
                .get("applications")) {
            if (application.get("appId").stringValue().equals(appId)) {
                return application.get("forwarders");
            }
        }
        throw new AssertionError("not in the directory");
    }

    @Test
    void anOwnerMakesReadsChangesAndRemovesItsForwarder() {
        JsonNode made = create(SQS);
        String one = path() + "/" + made.get("forwarderId").stringValue();

        assertThat(made.get("maxAttempts").intValue()).isEqualTo(8);
        assertThat(admin.call(owner, HttpMethod.GET, one, "", 200)).isEqualTo(made);
        assertThat(admin.call(owner, HttpMethod.GET, path(), "", 200).get("forwarders"))
                .containsExactly(made);
        JsonNode patched = admin.call(owner, HttpMethod.PATCH, one, "{\"enabled\":false}", 200);
        assertThat(patched.get("enabled").booleanValue()).isFalse();
        assertThat(patched.get("version").longValue())
                .isGreaterThan(made.get("version").longValue());
        admin.call(owner, HttpMethod.DELETE, one, "", 204);
        admin.call(owner, HttpMethod.GET, one, "", 404);
        assertThat(admin.call(owner, HttpMethod.GET, path(), "", 200).get("forwarders"))
                .isEmpty();
    }

    @Test
    void whatGoesInAsASecretNeverComesOut() {
        JsonNode made = create(SQS);
        String one = path() + "/" + made.get("forwarderId").stringValue();
        JsonNode patched = admin.call(
                owner, HttpMethod.PATCH, one, "{\"secretAccessKey\":\"sesame-again\",\"name\":\"other\"}", 200);

        assertThat(made.toString() + patched).doesNotContain("sesame");
        assertThat(admin.call(owner, HttpMethod.GET, path(), "", 200).toString())
                .doesNotContain("sesame");
        assertThat(admin.call(owner, HttpMethod.GET, "/admin/v1/applications/" + appId, "", 200)
                        .toString())
                .doesNotContain("sesame", "forwarders");
        assertThat(admin.call(admin.operator(), HttpMethod.GET, "/admin/v1/audit?appId=" + appId, "", 200)
                        .toString())
                .contains("forwarder.update", "secretAccessKey")
                .doesNotContain("sesame");
        assertThat(served().get(0).get("secretAccessKey").stringValue()).isEqualTo("sesame-again");
    }

    @Test
    void theSecretOfAWebhookIsShownWhenItIsSetAndAtNoOtherTime() {
        JsonNode made = create(WEBHOOK);
        String one = path() + "/" + made.get("forwarderId").stringValue();
        String secret = made.get("secret").stringValue();

        assertThat(secret).hasSize(43);
        assertThat(admin.call(owner, HttpMethod.GET, one, "", 200).has("secret"))
                .isFalse();
        assertThat(admin.call(owner, HttpMethod.PATCH, one, "{\"name\":\"renamed\"}", 200)
                        .has("secret"))
                .isFalse();
        assertThat(served().get(0).get("secret").stringValue()).isEqualTo(secret);
        String fresh = admin.call(owner, HttpMethod.PATCH, one, "{\"secret\":null}", 200)
                .get("secret")
                .stringValue();
        assertThat(fresh).hasSize(43).isNotEqualTo(secret);
    }

    @Test
    void aSecretThatTheCallerBringsIsNotRepeated() {
        String given = "sesame-of-my-own";
        JsonNode made = create(WEBHOOK.replace("}", ",\"secret\":\"" + given + "\"}"));
        String one = path() + "/" + made.get("forwarderId").stringValue();

        assertThat(made.has("secret")).isFalse();
        assertThat(served().get(0).get("secret").stringValue()).isEqualTo(given);
        JsonNode patched = admin.call(owner, HttpMethod.PATCH, one, "{\"secret\":\"sesame-of-another\"}", 200);
        assertThat(patched.has("secret")).isFalse();
        assertThat(served().get(0).get("secret").stringValue()).isEqualTo("sesame-of-another");
    }

    @Test
    void gatewaysHearOfEveryChangeWithTheApplication() {
        long before = applicationVersion();
        try (var feed = new FeedReader(admin, "?since=" + before)) {
            String forwarder = create(WEBHOOK).get("forwarderId").stringValue();
            await().until(() -> feed.events().size() == 1);

            assertThat(applicationVersion()).isEqualTo(before + 1);
            JsonNode put = JSON.readTree(feed.events().get(0).data());
            assertThat(put.get("version").longValue()).isEqualTo(before + 1);
            assertThat(put.get("forwarders").get(0).get("forwarderId").stringValue())
                    .isEqualTo(forwarder);
        }
    }

    @Test
    void aPatchThatChangesNothingIsNoChange() {
        JsonNode made = create(SQS);
        long before = applicationVersion();

        admin.call(
                owner,
                HttpMethod.PATCH,
                path() + "/" + made.get("forwarderId").stringValue(),
                "{\"name\":\"q\",\"kind\":\"sqs\"}",
                200);

        assertThat(applicationVersion()).isEqualTo(before);
    }

    @Test
    void theKindAndWhatTheServerGaveStay() {
        String one = path() + "/" + create(SQS).get("forwarderId").stringValue();

        for (String patch : new String[] {"{\"kind\":\"sns\"}", "{\"forwarderId\":\"x\"}", "{\"version\":1}"}) {
            assertThat(admin.call(owner, HttpMethod.PATCH, one, patch, 400)
                            .get("type")
                            .stringValue())
                    .isEqualTo("/problems/invalid-field");
        }
    }

    @Test
    void aChangeCanBeBoundToAVersion() {
        JsonNode made = create(SQS);
        String one = path() + "/" + made.get("forwarderId").stringValue();

        var stale = owner.mutate().defaultHeader("If-Match", "\"1\"").build();
        assertThat(admin.call(stale, HttpMethod.PATCH, one, "{\"name\":\"x\"}", 412)
                        .get("type")
                        .stringValue())
                .isEqualTo("/problems/version-mismatch");
        admin.call(stale, HttpMethod.DELETE, one, "", 412);
        var fresh = owner.mutate()
                .defaultHeader("If-Match", "\"" + made.get("version").longValue() + "\"")
                .build();
        admin.call(fresh, HttpMethod.PATCH, one, "{\"name\":\"x\"}", 200);
    }

    @Test
    void anApplicationHasAtMostTen() {
        for (int i = 0; i < 10; i++) {
            create(WEBHOOK);
        }
        long before = applicationVersion();

        assertThat(admin.call(owner, HttpMethod.POST, path(), WEBHOOK, 409)
                        .get("type")
                        .stringValue())
                .isEqualTo("/problems/limit-reached");
        assertThat(applicationVersion()).isEqualTo(before);
    }

    @Test
    void nobodyReachesAForwarderByAnotherApplication() {
        String forwarder = create(SQS).get("forwarderId").stringValue();
        String other = admin.create("other " + appId).get("appId").stringValue();
        String wrong = "/admin/v1/applications/" + other + "/forwarders/" + forwarder;

        admin.call(admin.ownerOf(other), HttpMethod.GET, wrong, "", 404);
        admin.call(admin.ownerOf(other), HttpMethod.DELETE, wrong, "", 404);
        admin.call(admin.ownerOf(other), HttpMethod.GET, path() + "/" + forwarder, "", 403);
        admin.call(owner, HttpMethod.GET, path() + "/" + forwarder, "", 200);
    }

    @Test
    void forwardersGoWithTheirApplication() {
        String forwarder = create(SQS).get("forwarderId").stringValue();

        admin.call(admin.operator(), HttpMethod.DELETE, "/admin/v1/applications/" + appId, "", 204);

        admin.call(admin.operator(), HttpMethod.GET, path() + "/" + forwarder, "", 404);
        admin.call(admin.operator(), HttpMethod.GET, path(), "", 404);
    }
}
