package io.trunkline.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;

@ExtendWith(OutputCaptureExtension.class)
class ApiGatewayApplicationIT {
    private static final String A = "a".repeat(32);
    private static final String B = "b".repeat(32);
    private static final String PUBLISH = "/api/topics/" + A + "/publish";

    @TempDir
    private static Path directory;

    private static RunningGateway gateway;

    private record Answer(int status, HttpHeaders headers, String body) {}

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(
                directory,
                List.of(Directories.application(A), Directories.application(B, null, List.of("!127.0.0.1"))),
                "trunkline.http.access-log=true");
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static Answer call(HttpMethod method, String uri, Consumer<HttpHeaders> headers) {
        return HttpClient.newConnection()
                .headers(headers)
                .request(method)
                .uri(gateway.url() + uri)
                .send(Mono.just(Unpooled.EMPTY_BUFFER))
                .responseSingle((response, content) -> content.asString()
                        .defaultIfEmpty("")
                        .map(text -> new Answer(response.status().code(), response.responseHeaders(), text)))
                .block(Duration.ofSeconds(10));
    }

    private static Answer get(String uri) {
        return call(HttpMethod.GET, uri, headers -> {});
    }

    private static Consumer<HttpHeaders> bearer(String token) {
        return headers -> headers.set("Authorization", "Bearer " + token);
    }

    @Test
    void describesItselfWhateverLanguageIsAskedFor() {
        var unasked = get("/v3/api-docs");

        assertThat(unasked.status()).as(unasked.body()).isEqualTo(200);
        assertThat(unasked.body()).contains("/api/topics/{appId}/publish");
        assertThat(call(HttpMethod.GET, "/v3/api-docs", headers -> headers.set("Accept-Language", "de"))
                        .body())
                .isEqualTo(unasked.body());
    }

    @Test
    void isReadyOnceItsApplicationsAreKnown() {
        assertThat(get("/actuator/health").status()).isEqualTo(200);
        assertThat(get("/actuator/health/readiness").body()).contains("\"directory\":{\"status\":\"UP\"}");
        assertThat(get("/actuator/prometheus").body())
                .contains("jvm_memory_used_bytes", "trunkline_deliveries_dropped_total{reason=\"slow-reader\"}");
        assertThat(get("/actuator/env").status()).isEqualTo(404);
    }

    @Test
    void isLiveButNotReadyBeforeItsApplicationsAreKnown(@TempDir Path empty) {
        var arguments = new String[] {
            "--server.port=0",
            "--trunkline.mqtt.listeners.tcp.port=0",
            "--trunkline.mqtt.listeners.tls.port=0",
            "--trunkline.mqtt.listeners.tls8443.port=0",
            "--trunkline.https.port=0",
            "--trunkline.data-dir=" + empty,
            "--trunkline.service-token=t",
            "--trunkline.admin.url=http://127.0.0.1:1"
        };
        try (var context = ApiGatewayApplication.application().run(arguments)) {
            var client = HttpClient.newConnection()
                    .baseUrl("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));

            assertThat(status(client, "/actuator/health/liveness")).isEqualTo(200);
            assertThat(status(client, "/actuator/health/readiness")).isEqualTo(503);
            assertThat(status(
                            client.headers(headers ->
                                    bearer(Tokens.hs256("any secret", Map.of())).accept(headers)),
                            PUBLISH))
                    .isEqualTo(503);
        }
    }

    private static int status(HttpClient client, String uri) {
        return client.get()
                .uri(uri)
                .response()
                .map(response -> response.status().code())
                .block(Duration.ofSeconds(10));
    }

    @Test
    void saysInALineWhyItCannotStart(CapturedOutput output, @TempDir Path empty) {
        for (var missing : Map.of(
                        "--trunkline.directory.file=" + empty.resolve("absent"),
                        "trunkline.directory.file cannot be read",
                        "--server.port=0",
                        "trunkline.service-token is not set")
                .entrySet()) {
            assertThatThrownBy(() -> ApiGatewayApplication.application().run(missing.getKey()));

            assertThat(output.getAll()).contains("APPLICATION FAILED TO START", missing.getValue());
        }
        assertThat(output.getAll()).doesNotContain("\tat io.trunkline");
    }

    @Test
    void challengesCallersOfTheHttpApiWithoutAToken() {
        var answer = call(HttpMethod.POST, PUBLISH, headers -> {});

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().get("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.headers().get("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("/problems/unauthenticated");
    }

    @Test
    void refusesTheHttpApiByTheApplicationInThePath() {
        var token = Tokens.hs256(Directories.adminSecret(A), Map.of("sub", "backend"));
        var forB = Tokens.hs256(Directories.adminSecret(B), Map.of());

        for (var path :
                List.of("/api/topics/%s/publish", "/topics/%s/publish", "/api/connections/%s/7", "/connections/%s")) {
            assertThat(call(HttpMethod.DELETE, path.formatted(B), bearer(token)).body())
                    .contains("/problems/address-denied");
            assertThat(call(HttpMethod.DELETE, path.formatted(A), bearer(forB)).body())
                    .contains("/problems/unauthenticated");
            assertThat(call(HttpMethod.DELETE, path.formatted("nobody"), bearer(token))
                            .body())
                    .contains("/problems/unknown-application");
        }
    }

    @Test
    void releasesATooLargeBodyOnce(CapturedOutput output) {
        var token = Tokens.hs256(Directories.adminSecret(A), Map.of("sub", "backend"));

        var status = HttpClient.newConnection()
                .headers(bearer(token))
                .post()
                .uri(gateway.url() + PUBLISH)
                .send(Mono.just(Unpooled.wrappedBuffer(new byte[7_000])))
                .responseSingle((response, content) ->
                        content.then(Mono.just(response.status().code())))
                .block(Duration.ofSeconds(10));

        assertThat(status).isEqualTo(413);
        await().during(Duration.ofMillis(300)).until(() -> !output.getAll().contains("IllegalReferenceCount"));
    }

    @Test
    void refusesAHalfHandshake() {
        var path = "/apps/" + A + "?access_token=" + Tokens.hs256(Directories.clientSecret(A), Map.of("sub", "me"));

        for (var missing : List.of("Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version")) {
            var answer = call(
                    HttpMethod.GET,
                    path,
                    headers -> headers.set("Upgrade", "websocket")
                            .set("Connection", "Upgrade")
                            .set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                            .set("Sec-WebSocket-Version", "13")
                            .remove(missing));

            assertThat(answer.status()).as(missing).isEqualTo(400);
            assertThat(answer.body()).contains("/problems/malformed");
        }
    }

    @Test
    void answersPreflightsOfBrowsersAnywhere() {
        var answer = call(
                HttpMethod.OPTIONS,
                PUBLISH,
                headers -> headers.set("Origin", "null")
                        .set("Access-Control-Request-Method", "POST")
                        .set("Access-Control-Request-Headers", "authorization,content-type"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.headers().get("Access-Control-Allow-Headers")).contains("authorization");
        assertThat(answer.headers().contains("Access-Control-Allow-Credentials"))
                .isFalse();
    }

    @Test
    void takesARequestLineWithATokenOfSixteenKilobytes() {
        assertThat(get("/nowhere?access_token=" + "x".repeat(16 * 1024)).status())
                .isEqualTo(404);
        assertThat(get("/nowhere?access_token=" + "x".repeat(64 * 1024)).status())
                .isGreaterThanOrEqualTo(413);
    }

    @Test
    void explainsItsProblemsToPeopleAndPrograms() {
        assertThat(get("/problems/unknown-application").body()).contains("\"status\":404", "\"remedy\"");
        assertThat(call(
                                HttpMethod.GET,
                                "/problems/rate-exceeded",
                                headers -> headers.set("Accept", "text/html,*/*;q=0.8"))
                        .body())
                .startsWith("<!doctype html>")
                .contains("429");
        assertThat(get("/problems/no-such-code").status()).isEqualTo(404);
    }

    @Test
    void answersProblemsAlsoWhereNoDoorIs() {
        assertThat(get("/nowhere").body()).contains("/problems/not-found", "\"status\":404");
        var wrong = call(HttpMethod.POST, "/problems/malformed", headers -> {});
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.headers().get("Allow")).isEqualTo("GET");
        assertThat(wrong.body()).contains("/problems/method-not-allowed");
        var image = call(HttpMethod.GET, "/problems/malformed", headers -> headers.set("Accept", "image/png"));
        assertThat(image.status()).isEqualTo(406);
        assertThat(image.body()).contains("/problems/not-acceptable");
    }

    @Test
    void logsPathsButNoQueries(CapturedOutput output) {
        get("/nowhere/else?access_token=very-secret");

        await().until(() -> output.getAll().contains("path=/nowhere/else status=404"));
        assertThat(output.getAll()).doesNotContain("very-secret");
    }

    @Test
    void endsItsLinesAtOnceWhenItStopsAndTellsThemToComeBack(@TempDir Path elsewhere) {
        var statuses = new CopyOnWriteArrayList<Integer>();
        var welcomed = new CountDownLatch(1);
        var token = Tokens.hs256(Directories.clientSecret(A), Map.of("sub", "ann"));
        try (var other = RunningGateway.start(elsewhere, List.of(Directories.application(A)))) {
            HttpClient.newConnection()
                    .websocket()
                    .uri("ws://127.0.0.1:" + other.port() + "/apps/" + A + "?access_token=" + token)
                    .handle((in, out) -> {
                        in.receiveCloseStatus().subscribe(status -> statuses.add(status.code()));
                        return in.receive()
                                .doOnNext(frame -> welcomed.countDown())
                                .then();
                    })
                    .subscribe();
            await().until(() -> welcomed.getCount() == 0);
        }

        await().untilAsserted(() -> assertThat(statuses).containsExactly(1012));
    }

    @Test
    void hasAsManyLoopsAsCoresForAllDoors() {
        var loops = gateway.bean(LoopResources.class).onServer(true);

        assertThat(loops).hasSize(Runtime.getRuntime().availableProcessors());
    }
}
