package io.trunkline.admin.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.admin.testkit.FeedReader;
import io.trunkline.admin.testkit.RunningAdmin;
import io.trunkline.admin.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What gateways read: the samples in {@code contract/}, which their tests read too, are what really comes out. */
class ContractIT {

    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode application = (ObjectNode) sample("application.json");
    private final String appId = application.get("appId").stringValue();
    private RunningAdmin admin;

    private static final String FORWARDER = "7c9e6679f4254f9a8b6d7a5c3e2f1d0b";

    /** The sample's application and its forwarder and topics, made by the API and then given the sample's ids, version and times. */
    @BeforeEach
    void start() {
        String database = TestDatabase.create();
        admin = RunningAdmin.on(database);
        ObjectNode settings = application.deepCopy();
        settings.remove(List.of("appId", "version", "createdAt", "updatedAt", "effectiveLimits"));
        JsonNode made = admin.create(JSON.convertValue(settings, new TypeReference<Map<String, Object>>() {}));
        admin.operator()
                .post()
                .uri("/admin/v1/applications/" + made.get("appId").stringValue() + "/forwarders")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(sample("forwarder.json").toString())
                .exchange()
                .expectStatus()
                .isCreated();
        sample("topics.json").forEach(topic -> putTopic(made.get("appId").stringValue(), (ObjectNode) topic));
        TestDatabase.execute(database, """
                delete from admin.application_change where version > 1;
                alter table admin.forwarder drop constraint forwarder_application_id_fkey;
                alter table admin.topic_setting drop constraint topic_setting_application_id_fkey;
                update admin.topic_setting set application_id = '%1$s';
                update admin.forwarder set id = '%5$s', application_id = '%1$s';
                update admin.application set id = '%1$s', version = %2$s, created_at = '%3$s', updated_at = '%4$s';
                update admin.application_change set application_id = '%1$s', version = %2$s""".formatted(
                        appId,
                        application.get("version"),
                        application.get("createdAt").stringValue(),
                        application.get("updatedAt").stringValue(),
                        FORWARDER));
    }

    private void putTopic(String madeId, ObjectNode topic) {
        String pattern = topic.remove("pattern").stringValue().replace("#", "%23");
        var uri = URI.create(admin.baseUrl() + "/admin/v1/applications/" + madeId + "/topics/" + pattern);
        admin.operator()
                .put()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(topic.toString())
                .exchange()
                .expectStatus()
                .isCreated();
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void theApplication() {
        assertThat(get("/admin/v1/applications/" + appId)).isEqualTo(application);
    }

    @Test
    void theSnapshot() {
        assertThat(get("/internal/v1/directory")).isEqualTo(sample("directory-snapshot.json"));
    }

    @Test
    void theChanges() {
        ArrayNode heard = JSON.createArrayNode();
        try (var feed = new FeedReader(admin, "?since=6")) {
            await().until(() -> feed.events().size() == 1);
            admin.operator()
                    .delete()
                    .uri("/admin/v1/applications/" + appId)
                    .exchange()
                    .expectStatus()
                    .isNoContent();
            await().until(() -> feed.events().size() == 2);
            feed.events().forEach(event -> heard.add(json(event)));
        }
        try (var feed = new FeedReader(admin, "")) {
            await().until(() -> feed.events().size() == 1);
            feed.events().forEach(event -> heard.add(json(event)));
        }

        assertThat(heard).isEqualTo(sample("directory-changes.json"));
    }

    private JsonNode get(String path) {
        return JSON.readTree(admin.operator()
                .get()
                .uri(path)
                .exchange()
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON)
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    private static ObjectNode json(ServerSentEvent<String> event) {
        ObjectNode json = JSON.createObjectNode().put("id", event.id()).put("event", event.event());
        json.set("data", JSON.readTree(event.data()));
        return json;
    }

    private static JsonNode sample(String name) {
        try (var in = ContractIT.class.getResourceAsStream("/contract/" + name)) {
            return JSON.readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
