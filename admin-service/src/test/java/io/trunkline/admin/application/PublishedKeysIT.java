package io.trunkline.admin.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.admin.testkit.RunningAdmin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PublishedKeysIT {
    private static final String PATH = "/admin/v1/applications";
    private static final String KEY =
            "{\"source\":\"jwks\",\"jwksUri\":\"https://idp.example/keys\",\"audience\":\"us\"}";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static RunningAdmin admin;

    @BeforeAll
    static void start() {
        admin = RunningAdmin.onNewDatabase();
    }

    @AfterAll
    static void stop() {
        admin.close();
    }

    private static JsonNode sent(String method, String path, String type, String body) {
        var answer = admin.operator()
                .method(HttpMethod.valueOf(method))
                .uri(path)
                .contentType(MediaType.valueOf(type))
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .is2xxSuccessful()
                .expectBody(String.class)
                .returnResult();
        return JSON.readTree(answer.getResponseBody());
    }

    @Test
    void keepsWhereKeysArePublished() {
        var made = sent("POST", PATH, "application/json", "{\"name\":\"of an issuer\",\"authKey\":" + KEY + "}");

        assertThat(made.get("authKey").toString())
                .isEqualTo("{\"source\":\"jwks\",\"algorithms\":[],\"issuer\":[],\"audience\":\"us\","
                        + "\"jwksUri\":\"https://idp.example/keys\"}");
        assertThat(made.get("adminKey").has("jwksUri")).isFalse();
    }

    @Test
    void exchangesAWrittenKeyForPublishedOnesAndBack() {
        var path = PATH + "/"
                + sent("POST", PATH, "application/json", "{\"name\":\"changes\"}")
                        .get("appId")
                        .stringValue();

        var published = sent(
                "PATCH",
                path,
                "application/merge-patch+json",
                "{\"authKey\":{\"source\":\"jwks\",\"jwksUri\":\"https://idp.example/keys\"}}");
        assertThat(published.get("authKey").get("source").stringValue()).isEqualTo("jwks");
        assertThat(published.get("authKey").has("key")).isFalse();

        var written = sent(
                "PATCH",
                path,
                "application/merge-patch+json",
                "{\"authKey\":{\"source\":\"raw\",\"key\":\"twelve chars\",\"algorithms\":[\"HS256\"]}}");
        assertThat(written.get("authKey").get("key").stringValue()).isEqualTo("twelve chars");
    }
}
