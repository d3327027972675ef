package io.trunkline.telemetry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** What tests say to the service, as bytes on the wire. */
public final class Wire {
    private static final Random RANDOM = new Random();

    private final WebTestClient client;

    public Wire(WebTestClient client) {
        this.client = client;
    }

    public static String newApplication() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    public static String record(String minute, String appId, long ops) {
        return "{\"minute\":\"%s\",\"appId\":\"%s\",\"ops\":%d,\"bytes\":%d,\"subscribers\":%d}"
                .formatted(Instant.parse(minute), appId, ops, ops * 100, ops * 3);
    }

    public static String batch(String node, String... records) {
        return "{\"node\":\"" + node + "\",\"records\":["
                + Arrays.stream(records).collect(Collectors.joining(",")) + "]}";
    }

    public static String contract(String name) {
        try (var sample = Wire.class.getResourceAsStream("/contract/" + name)) {
            return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    public ResponseSpec send(String batch) {
        return client.post()
                .uri("/internal/v1/usage")
                .headers(headers -> headers.setBearerAuth(TelemetryIT.SERVICE_TOKEN))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(batch)
                .exchange();
    }

    public void accepted(String batch) {
        send(batch).expectStatus().isNoContent().expectBody().isEmpty();
    }

    public ResponseSpec report(String appId, String days) {
        return get("/telemetry/publications/{appId}/{days}", appId, days);
    }

    public ResponseSpec get(String path, Object... variables) {
        return client.get()
                .uri(path, variables)
                .headers(headers -> headers.setBearerAuth(TelemetryIT.OPERATOR_TOKEN))
                .exchange();
    }

    public void expectReport(String appId, String json) {
        report(appId, "1").expectStatus().isOk().expectBody().json(json, JsonCompareMode.STRICT);
    }

    public void expectOps(String appId, long ops) {
        report(appId, "1")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.ops")
                .isEqualTo((int) ops)
                .jsonPath("$.bytes")
                .isEqualTo((int) ops * 100)
                .jsonPath("$.subscribers")
                .isEqualTo((int) ops * 3);
    }
}
