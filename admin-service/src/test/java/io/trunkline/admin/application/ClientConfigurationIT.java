package io.trunkline.admin.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.admin.testkit.RunningAdmin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ClientConfigurationIT {

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
    void downloadsOnceAndIsKeptNowhere() {
        JsonNode made = admin.create("configured");

        String script = admin.operator()
                .get()
                .uri(pathOf(made))
                .header("X-Forwarded-Host", "chat.example.com")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith("text/javascript")
                .expectHeader()
                .valueEquals(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"config.js\"")
                .expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(script)
                .contains("APP_ID: " + made.get("appId"))
                .contains(
                        "WEBSOCKET_CLIENTS_SIGNING_KEY: " + made.get("authKey").get("key"))
                .contains("ADMIN_SIGNING_KEY: " + made.get("adminKey").get("key"))
                .contains("CLUSTER_HOSTNAME: \"chat.example.com\"");
    }

    @Test
    void theOwnerMayDownloadItAndTheAuditSaysSo() {
        JsonNode made = admin.create("owned and configured");
        String appId = made.get("appId").stringValue();

        admin.ownerOf(appId).get().uri(pathOf(made)).exchange().expectStatus().isOk();

        JsonNode audit = new JsonMapper()
                .readTree(admin.operator()
                        .get()
                        .uri("/admin/v1/audit?appId=" + appId)
                        .exchange()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
        JsonNode last = audit.get("entries").get(1);
        assertThat(last.get("actor").stringValue()).isEqualTo("application:" + appId);
        assertThat(last.get("action").stringValue()).isEqualTo("application.download-config");
        assertThat(last.get("fields").toString()).isEqualTo("[\"adminKey\",\"authKey\"]");
    }

    @Test
    void anUnknownApplicationHasNone() {
        admin.operator()
                .get()
                .uri("/admin/v1/applications/" + "0".repeat(32) + "/config.js")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    private static String pathOf(JsonNode application) {
        return "/admin/v1/applications/" + application.get("appId").stringValue() + "/config.js";
    }
}
