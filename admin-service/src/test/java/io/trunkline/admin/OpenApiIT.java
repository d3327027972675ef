package io.trunkline.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.admin.testkit.RunningAdmin;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiIT {

    @Test
    void describesEveryPathAndWhatACallerSends() {
        try (var admin = RunningAdmin.onNewDatabase()) {
            JsonNode api = new JsonMapper()
                    .readTree(admin.anyone()
                            .get()
                            .uri("/v3/api-docs")
                            .exchange()
                            .expectStatus()
                            .isOk()
                            .expectBody()
                            .returnResult()
                            .getResponseBody());

            JsonNode paths = api.get("paths");
            assertThat(paths.propertyNames())
                    .containsExactlyInAnyOrder(
                            "/admin/v1/applications",
                            "/admin/v1/applications/{appId}",
                            "/admin/v1/applications/{appId}/forwarders",
                            "/admin/v1/applications/{appId}/forwarders/{forwarderId}",
                            "/admin/v1/applications/{appId}/config.js",
                            "/admin/v1/audit",
                            "/internal/v1/directory",
                            "/internal/v1/directory/changes");
            JsonNode patch = paths.get("/admin/v1/applications/{appId}").get("patch");
            var parameters = new ArrayList<String>();
            patch.get("parameters")
                    .forEach(parameter -> parameters.add(parameter.get("name").stringValue()));
            assertThat(parameters).containsExactlyInAnyOrder("appId", "If-Match");
            assertThat(patch.get("requestBody").get("content").propertyNames())
                    .containsExactlyInAnyOrder("application/merge-patch+json", "application/json");
            assertThat(api.get("components")
                            .get("schemas")
                            .get("Application")
                            .get("properties")
                            .propertyNames())
                    .contains("appId", "version", "name", "authKey", "limits");
            admin.anyone()
                    .get()
                    .uri("/swagger-ui/swagger-ui/index.html")
                    .exchange()
                    .expectStatus()
                    .isOk();
        }
    }
}
