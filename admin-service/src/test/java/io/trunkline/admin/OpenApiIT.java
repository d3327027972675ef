package io.trunkline.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.admin.testkit.RunningAdmin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiIT {

    private static final List<String> EVERYWHERE = List.of("400", "401", "403", "503");

    private static RunningAdmin admin;
    private static JsonNode api;

    @BeforeAll
    static void start() {
        admin = RunningAdmin.onNewDatabase();
        api = new JsonMapper()
                .readTree(admin.anyone()
                        .get()
                        .uri("/v3/api-docs")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }

    @AfterAll
    static void stop() {
        admin.close();
    }

    @Test
    void describesEveryPathAndWhatACallerSends() {
        JsonNode paths = api.get("paths");
        assertThat(paths.propertyNames())
                .containsExactlyInAnyOrder(
                        "/admin/v1/applications",
                        "/admin/v1/applications/{appId}",
                        "/admin/v1/applications/{appId}/forwarders",
                        "/admin/v1/applications/{appId}/forwarders/{forwarderId}",
                        "/admin/v1/applications/{appId}/topics",
                        "/admin/v1/applications/{appId}/topics/{pattern}",
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

    @Test
    void everyOperationSaysWhatItAnswersAndWhoMayCallIt() {
        assertThat(api.at("/components/securitySchemes/bearer/scheme").stringValue())
                .isEqualTo("bearer");
        assertThat(api.at("/security/0").has("bearer")).isTrue();
        forEachOperation((method, path, operation) -> {
            JsonNode answers = operation.get("responses");
            assertThat(answers.propertyNames())
                    .as(method + " " + path)
                    .containsAll(EVERYWHERE)
                    .contains(success(method));
            answers.propertyNames().stream()
                    .filter(status -> status.charAt(0) == '4')
                    .forEach(status -> assertThat(answers.get(status)
                                    .at("/content/application~1problem+json/schema/$ref")
                                    .stringValue())
                            .isEqualTo("#/components/schemas/Problem"));
            operation
                    .path("parameters")
                    .forEach(parameter -> assertThat(parameter.has("description"))
                            .as(method + " " + path + " " + parameter)
                            .isTrue());
        });
    }

    @Test
    void everyExampleIsAcceptedAsItStands() {
        String appId = admin.create("described").get("appId").stringValue();
        var ids = new HashMap<>(Map.of("appId", appId, "pattern", "rooms/+/chat"));
        for (String wanted : List.of("post", "put", "patch")) {
            forEachOperation((method, path, operation) -> {
                if (method.equals(wanted)) {
                    JsonNode example = operation.at("/requestBody/content/application~1json/example");
                    JsonNode answer = call(method, expand(path, ids), example);
                    if (answer.has("forwarderId")) {
                        ids.put("forwarderId", answer.get("forwarderId").stringValue());
                    }
                }
            });
        }
    }

    @Test
    void describesEachLimitWithItsBounds() {
        JsonNode limits = api.at("/components/schemas/ApplicationSettings/properties/limits/$ref");
        JsonNode idle = api.at("/components/schemas/ApplicationLimits/properties/idleSeconds");

        assertThat(limits.stringValue()).isEqualTo("#/components/schemas/ApplicationLimits");
        assertThat(idle.get("minimum").intValue()).isEqualTo(1);
        assertThat(idle.get("maximum").intValue()).isEqualTo(3_600);
        assertThat(idle.get("default").intValue()).isEqualTo(30);
    }

    @Test
    void describesTheQueueAndTheTopicInAnApplicationsDocument() {
        for (String schema : List.of("Application", "ApplicationSettings")) {
            JsonNode properties = api.at("/components/schemas/" + schema + "/properties");
            assertThat(properties.at("/amazonSqsForwarder/properties").propertyNames())
                    .contains("queueUrl", "region", "enabled");
            assertThat(properties
                            .at("/amazonSnsForwarder/properties/secretAccessKey/writeOnly")
                            .booleanValue())
                    .isTrue();
        }
    }

    private interface Look {
        void at(String method, String path, JsonNode operation);
    }

    private static void forEachOperation(Look look) {
        JsonNode paths = api.get("paths");
        for (String path : paths.propertyNames()) {
            JsonNode item = paths.get(path);
            item.propertyNames().forEach(method -> look.at(method, path, item.get(method)));
        }
    }

    private static String success(String method) {
        return switch (method) {
            case "post", "put" -> "201";
            case "delete" -> "204";
            default -> "200";
        };
    }

    private static String expand(String path, Map<String, String> ids) {
        String expanded = path;
        for (var id : ids.entrySet()) {
            expanded = expanded.replace("{" + id.getKey() + "}", id.getValue());
        }
        return expanded;
    }

    private static JsonNode call(String method, String path, JsonNode body) {
        return new JsonMapper()
                .readTree(admin.operator()
                        .method(HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)))
                        .uri(path)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body.toString())
                        .exchange()
                        .expectStatus()
                        .isEqualTo(Integer.parseInt(success(method)))
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }
}
