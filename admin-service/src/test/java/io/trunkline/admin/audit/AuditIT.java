package io.trunkline.admin.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.admin.testkit.RunningAdmin;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditIT {

    private static RunningAdmin admin;

    @BeforeAll
    static void start() {
        admin = RunningAdmin.onNewDatabase();
    }

    @AfterAll
    static void stop() {
        admin.close();
    }

    @Test
    void keepsWhoChangedWhichFieldsButNeverTheirValues() {
        String secret = "a secret nobody may read";
        Instant start = Instant.now().minusSeconds(1);
        String appId = admin.create(
                        Map.of("name", "audited", "authKey", Map.of("key", secret, "algorithms", List.of("HS256"))))
                .get("appId")
                .stringValue();
        patch(admin.ownerOf(appId), appId, "{\"authKey\":{\"key\":\"" + secret + " 2\"},\"description\":\"new\"}");
        admin.operator()
                .delete()
                .uri("/admin/v1/applications/" + appId)
                .exchange()
                .expectStatus()
                .isNoContent();

        JsonNode page = find("appId=" + appId);

        List<JsonNode> entries = list(page.get("entries"));
        assertThat(entries)
                .extracting(entry -> entry.get("actor").stringValue() + " "
                        + entry.get("action").stringValue() + " "
                        + list(entry.get("fields")).stream()
                                .map(JsonNode::stringValue)
                                .toList())
                .containsExactly(
                        "operator application.create [authKey, name]",
                        "application:" + appId + " application.update [authKey.key, description]",
                        "operator application.delete []");
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.get("appId").stringValue()).isEqualTo(appId);
            assertThat(Instant.parse(entry.get("at").stringValue())).isBetween(start, Instant.now());
        });
        assertThat(page.toString()).doesNotContain(secret);
    }

    @Test
    void aRefusedChangeLeavesNoEntry() {
        String appId = admin.create("refused").get("appId").stringValue();

        admin.operator()
                .patch()
                .uri("/admin/v1/applications/" + appId)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"tier\":\"\"}")
                .exchange()
                .expectStatus()
                .isBadRequest();
        patch(admin.operator(), appId, "{}");

        assertThat(list(find("appId=" + appId).get("entries"))).hasSize(1);
    }

    @Test
    void isReadPageByPageAndFromATimeOn() {
        for (int i = 0; i < 5; i++) {
            admin.create("page " + i);
        }

        var ids = new ArrayList<Long>();
        JsonNode page = find("limit=2");
        list(page.get("entries")).forEach(entry -> ids.add(entry.get("id").longValue()));
        while (!page.get("nextCursor").isNull()) {
            page = find("limit=2&cursor=" + page.get("nextCursor").stringValue());
            list(page.get("entries")).forEach(entry -> ids.add(entry.get("id").longValue()));
        }

        assertThat(ids).hasSizeGreaterThanOrEqualTo(5).isSorted().doesNotHaveDuplicates();
        assertThat(list(find("since=2020-01-01T00:00:00Z&limit=1000").get("entries")))
                .hasSize(ids.size());
        assertThat(list(find("since=2999-01-01T00:00:00%2B01:00").get("entries")))
                .isEmpty();
    }

    @Test
    void refusesQuestionsItCannotRead() {
        for (String query : List.of("appId=x", "since=yesterday", "limit=0", "cursor=a")) {
            admin.operator()
                    .get()
                    .uri("/admin/v1/audit?" + query)
                    .exchange()
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.field")
                    .isEqualTo(query.substring(0, query.indexOf('=')));
        }
    }

    private static void patch(WebTestClient client, String appId, String patch) {
        client.patch()
                .uri("/admin/v1/applications/" + appId)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(patch)
                .exchange()
                .expectStatus()
                .isOk();
    }

    private static JsonNode find(String query) {
        return new JsonMapper()
                .readTree(admin.operator()
                        .get()
                        .uri(URI.create(admin.baseUrl() + "/admin/v1/audit?" + query))
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }

    private static List<JsonNode> list(JsonNode array) {
        var nodes = new ArrayList<JsonNode>();
        array.forEach(nodes::add);
        return nodes;
    }
}
