package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.acceptance.Api.Answer;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A tenant of the platform under test, with HMAC keys unless a test says otherwise. */
record Application(Api operator, JsonNode shown) {
    static final String READ_ALL = "realtime:subscriber:read:topic:*";
    static final String WRITE_ALL = "realtime:publisher:write:topic:*";
    static final String MANAGE = "realtime:admin:manage:application";

    String id() {
        return shown.path("appId").asString();
    }

    /** A client's token. */
    String clientToken(String subject, String... permissions) {
        return Tokens.hs256(shown.path("authKey").path("key").asString(), subject, List.of(permissions));
    }

    /** A backend's token. */
    String adminToken(String... permissions) {
        return Tokens.hs256(shown.path("adminKey").path("key").asString(), "backend", List.of(permissions));
    }

    String webSocketUrl(String token) {
        var installation = operator.installation();
        return "ws://127.0.0.1:" + installation.gateway() + "/apps/" + id() + "?access_token=" + token;
    }

    /** @param message as JSON */
    Answer publish(String topic, String message) {
        return publish(topic, message, adminToken(WRITE_ALL));
    }

    /** However often it is said under the key, within the window. */
    Answer publishOnce(String topic, String message, String key) {
        var body = "{\"topic\":%s,\"message\":%s}".formatted(Api.JSON.writeValueAsString(topic), message);
        return operator.with(adminToken(WRITE_ALL))
                .post("/api/topics/" + id() + "/publish", body, "Idempotency-Key", key);
    }

    Answer publish(String topic, String message, String token) {
        var body = "{\"topic\":%s,\"message\":%s}".formatted(Api.JSON.writeValueAsString(topic), message);
        return operator.with(token).post("/api/topics/" + id() + "/publish", body);
    }

    /** Says what the topics of a pattern keep, and waits until they do: a publish then says where the log has it. */
    void remember(String pattern, String settings) {
        var path = "/admin/v1/applications/" + id() + "/topics/" + pattern.replace("#", "%23");
        var answer = operator.call("PUT", path, settings);
        assertThat(answer.status()).as("%s", answer).isIn(200, 201);
        var probe = pattern.replace("#", "probe").replace("+", "probe");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> publish(probe, "1").body().has("position"));
    }

    /** A change reaches the gateway within a second; only then a test may count on it. */
    void awaitKnown() {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> operator.with("not-a-token")
                                .post("/api/topics/" + id() + "/publish", "{}")
                                .status()
                        == 401);
    }
}
