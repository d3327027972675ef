package io.trunkline.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

class ManagementPathsIT {
    private static final String A = "a".repeat(32);
    private static final String B = "b".repeat(32);
    private static final String OFF = "0".repeat(32);
    private static final String OWNER = "realtime:admin:manage:application";

    @TempDir
    private static Path directory;

    private static ServicePeer admin;
    private static ServicePeer telemetry;
    private static RunningGateway gateway;

    private record Answer(int status, HttpHeaders headers, String body) {}

    @BeforeAll
    static void start() {
        admin = new ServicePeer();
        telemetry = new ServicePeer();
        gateway = RunningGateway.start(
                directory,
                List.of(Directories.application(A), Directories.application(B), Directories.disabled(OFF)),
                "trunkline.service-token=between-services",
                "trunkline.admin.url=" + admin.url(),
                "trunkline.telemetry.url=" + telemetry.url(),
                "trunkline.proxy.max-request=10KB",
                "trunkline.proxy.answer-within=1s");
    }

    @AfterAll
    static void end() {
        gateway.close();
        admin.close();
        telemetry.close();
    }

    @BeforeEach
    void forget() {
        admin.calls.clear();
        telemetry.calls.clear();
    }

    private static Answer call(HttpMethod method, String uri, Consumer<HttpHeaders> headers, Flux<String> body) {
        return HttpClient.newConnection()
                .headers(headers)
                .request(method)
                .uri(gateway.url() + uri)
                .send(body.map(text -> Unpooled.wrappedBuffer(text.getBytes())))
                .responseSingle((response, content) -> content.asString()
                        .defaultIfEmpty("")
                        .map(text -> new Answer(response.status().code(), response.responseHeaders(), text)))
                .block(Duration.ofSeconds(10));
    }

    private static Answer get(String uri, String token) {
        return call(HttpMethod.GET, uri, headers -> headers.set("Authorization", "Bearer " + token), Flux.empty());
    }

    private static String owner(String appId) {
        return Tokens.hs256(Directories.adminSecret(appId), Map.of("sub", "me", "permissions", List.of(OWNER)));
    }

    private static void isProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().get("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"type\":\"/problems/" + code + "\"", "\"status\":" + status);
    }

    @Test
    void handsRequestsAndAnswersOnAsTheyAre() {
        var answer = call(
                HttpMethod.PATCH,
                "/admin/v1/applications/" + A + "?x=%2F%20y&z",
                headers ->
                        headers.set("Authorization", "Bearer operators-token").set("If-Match", "\"7\""),
                Flux.just("{\"name\":", "\"n\"}"));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("heard {\"name\":\"n\"}");
        assertThat(answer.headers().get("Location")).isEqualTo("/there");
        assertThat(admin.last().method()).isEqualTo("PATCH");
        assertThat(admin.last().uri()).isEqualTo("/admin/v1/applications/" + A + "?x=%2F%20y&z");
        assertThat(admin.last().headers().get("If-Match")).isEqualTo("\"7\"");
        assertThat(admin.last().headers().getAll("Authorization")).containsExactly("Bearer operators-token");
        assertThat(admin.last().headers().contains(TenantPass.APPLICATION)).isFalse();
    }

    @Test
    void patternsInAPathAreHandedOnAsTheyAreWritten() {
        var path = "/admin/v1/applications/" + A + "/topics/rooms/+/r%C3%A4ume%20%2F%23";

        var answer = call(
                HttpMethod.PUT,
                path,
                headers -> headers.set("Authorization", "Bearer " + owner(A)),
                Flux.just("{\"state\":true}"));

        assertThat(answer.body()).isEqualTo("heard {\"state\":true}");
        assertThat(admin.last().method()).isEqualTo("PUT");
        assertThat(admin.last().uri()).isEqualTo(path);
    }

    @Test
    void tellsByWhichHostTheCallerCame() {
        call(HttpMethod.GET, "/admin/v1/audit", headers -> headers.set("Host", "chat.example.com"), Flux.empty());
        assertThat(admin.last().headers().getAll("X-Forwarded-Host")).containsExactly("chat.example.com");

        call(
                HttpMethod.GET,
                "/admin/v1/audit",
                headers -> headers.set("Host", "inner").set("X-Forwarded-Host", "outer"),
                Flux.empty());
        assertThat(admin.last().headers().getAll("X-Forwarded-Host")).containsExactly("outer");
    }

    @Test
    void sendsEachPathToItsService() {
        get("/admin/v1/audit", "t");
        get("/console/app.js", "t");
        get("/telemetry/publications/x/1", "t");

        assertThat(admin.calls).extracting(ServicePeer.Call::uri).containsExactly("/admin/v1/audit", "/console/app.js");
        assertThat(telemetry.calls).extracting(ServicePeer.Call::uri).containsExactly("/telemetry/publications/x/1");
    }

    @Test
    void handsNothingOnThatBelongsToOneHopNorTheServicesWord() {
        call(
                HttpMethod.GET,
                "/admin/v1/applications/" + A,
                headers -> headers.set("Connection", "X-Private, keep-alive")
                        .set("X-Private", "1")
                        .set("Keep-Alive", "timeout=5")
                        .set("TE", "trailers")
                        .set("Proxy-Authorization", "Basic x")
                        .set("x-trunkline-application", A)
                        .set("X-Public", "2"),
                Flux.empty());

        assertThat(admin.last().headers().names().stream().map(String::toLowerCase))
                .contains("x-public")
                .doesNotContain(
                        "x-private", "keep-alive", "te", "proxy-authorization", "x-trunkline-application", "upgrade");
        assertThat(admin.last().headers().get("Host")).isEqualTo(admin.url().getAuthority());
    }

    @Test
    void keepsTheServicesOwnHopToItself() {
        var answer = get("/admin/v1/secrets", "t");

        assertThat(answer.headers().get("X-Kept")).isEqualTo("2");
        assertThat(answer.headers().contains("X-Hop")).isFalse();
        assertThat(answer.headers().contains("Keep-Alive")).isFalse();
    }

    @Test
    void exchangesATenantsTokenForTheServicesWord() {
        for (var uri : List.of("/admin/v1/applications/" + A, "/admin/v1/applications/" + A + "/keys/7")) {
            assertThat(get(uri, owner(A)).status()).isEqualTo(201);
            assertThat(admin.last().headers().getAll("Authorization")).containsExactly("Bearer between-services");
            assertThat(admin.last().headers().getAll(TenantPass.APPLICATION)).containsExactly(A);
        }
        assertThat(get("/telemetry/publications/" + A + "/1", owner(A)).status())
                .isEqualTo(201);
        assertThat(telemetry.last().headers().getAll(TenantPass.APPLICATION)).containsExactly(A);
        assertThat(get("/telemetry/heatmap/connections/countries/" + A + "/1", owner(A))
                        .status())
                .isEqualTo(201);
        assertThat(telemetry.last().headers().getAll(TenantPass.APPLICATION)).containsExactly(A);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/v1/applications/B",
                "/admin/v1/applications/B/",
                "/admin/v1/applications/B/keys",
                "/admin/v1/applications/B/config.js",
                "/admin/v1/applications/%62B-1",
                "/telemetry/publications/B/1",
                "/telemetry/aggregates/B/90",
                "/telemetry/heatmap/connections/countries/B/90",
                "/telemetry/publications/B"
            })
    void opensNothingOfOneApplicationWithTheTokenOfAnother(String path) {
        var uri = path.replace("B-1", B.substring(1)).replace("B", B);

        isProblem(get(uri, owner(A)), 401, "unauthenticated");
        isProblem(
                call(
                        HttpMethod.DELETE,
                        uri,
                        headers -> headers.set("Authorization", "Bearer " + owner(A))
                                .set(TenantPass.APPLICATION, B),
                        Flux.empty()),
                401,
                "unauthenticated");

        assertThat(admin.calls).isEmpty();
        assertThat(telemetry.calls).isEmpty();
    }

    @Test
    void lendsATenantNoWordWhereThePathNamesNoApplication() {
        get("/admin/v1/applications", owner(A));
        get("/admin/v1/audit?appId=" + A, owner(A));

        assertThat(admin.calls).hasSize(2).allSatisfy(call -> {
            assertThat(call.headers().get("Authorization")).isEqualTo("Bearer " + owner(A));
            assertThat(call.headers().contains(TenantPass.APPLICATION)).isFalse();
        });
    }

    @Test
    void refusesTenantsThatMayNot() {
        var client = Tokens.hs256(Directories.clientSecret(A), Map.of("permissions", List.of(OWNER)));
        var publisher = Tokens.hs256(
                Directories.adminSecret(A), Map.of("permissions", List.of("realtime:publisher:write:topic:*")));

        isProblem(get("/admin/v1/applications/" + A, client), 401, "unauthenticated");
        isProblem(get("/admin/v1/applications/" + A, publisher), 403, "forbidden");
        isProblem(get("/admin/v1/applications/" + OFF, owner(OFF)), 403, "application-disabled");
        isProblem(get("/admin/v1/applications/nobody", owner(A)), 404, "unknown-application");
        assertThat(admin.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/v1/directory",
                "/admin/v1/../../internal/v1/directory",
                "/admin/v1/%2e%2e/%2e%2e/internal/v1/directory",
                "/admin/v1/..%2f..%2finternal/v1/directory",
                "/admin/v1/..;/..;/internal/v1/directory",
                "//internal/v1/directory",
                "/admin/v1//../internal/v1/directory",
                "/telemetry/../internal/v1/usage",
                "/console/..%5c..%5cinternal/v1/directory",
                "/admin/internal/v1/directory",
                "/ADMIN/v1/../internal/v1/directory"
            })
    void neverReachesWhatTheServicesSayAmongThemselves(String path) {
        assertThat(rawStatus(path)).startsWith("HTTP/1.1 4");
        assertThat(admin.calls).isEmpty();
        assertThat(telemetry.calls).isEmpty();
    }

    /** By a bare socket: clients would tidy the path. */
    private static String rawStatus(String path) {
        try (var socket = new java.net.Socket("127.0.0.1", gateway.port())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes());
            return new String(socket.getInputStream().readAllBytes()).split("\r\n", 2)[0];
        } catch (java.io.IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void refusesABodyThatIsTooLargeHoweverItComes() {
        var large = "x".repeat(6_000);
        var announced = call(
                HttpMethod.POST,
                "/admin/v1/applications",
                headers -> headers.set("Content-Length", "12000"),
                Flux.just(large, large));
        var chunked = call(HttpMethod.POST, "/admin/v1/applications", headers -> {}, Flux.just(large, large));

        isProblem(announced, 413, "too-large");
        isProblem(chunked, 413, "too-large");
        assertThat(admin.calls).isEmpty();
    }

    @Test
    void passesEventsOnAsTheyHappenAndEndsTheCallWhenTheReaderLeaves() {
        var heard = new CopyOnWriteArrayList<String>();
        var reading = HttpClient.newConnection()
                .get()
                .uri(gateway.url() + "/admin/v1/stream")
                .responseContent()
                .asString()
                .subscribe(heard::add);
        await().untilAsserted(() -> assertThat(String.join("", heard)).isEqualTo("data: first\n\n"));

        admin.events.tryEmitNext("data: second\n\n").orThrow();
        await().untilAsserted(() -> assertThat(String.join("", heard)).endsWith("data: second\n\n"));

        reading.dispose();
        await().until(() -> admin.events.currentSubscriberCount() == 0);
    }

    @Test
    void followsNoRedirect() {
        var answer = get("/admin/v1/redirect", "t");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.headers().get("Location")).isEqualTo("/elsewhere");
        assertThat(admin.calls).hasSize(1);
    }

    @Test
    void saysSoWhenAServiceTakesTooLong() {
        var answer = get("/telemetry/silence", "t");

        isProblem(answer, 504, "gateway-timeout");
        assertThat(answer.headers().get("Retry-After")).isEqualTo("5");
    }

    @Test
    void doesNotPassAnAnswerOffAsWholeThatWasCutShort() {
        var whole = HttpClient.newConnection()
                .get()
                .uri(gateway.url() + "/admin/v1/cut")
                .responseContent()
                .aggregate()
                .asString()
                .map(text -> true)
                .onErrorResume(cut -> Mono.just(false))
                .block(Duration.ofSeconds(10));

        assertThat(whole).isFalse();
    }

    @Test
    void saysSoWhenAServiceIsDown(@TempDir Path elsewhere) throws Exception {
        int nobody;
        try (var free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        try (var lonely =
                RunningGateway.start(elsewhere, List.of(), "trunkline.admin.url=http://127.0.0.1:" + nobody)) {
            var answer = HttpClient.newConnection()
                    .get()
                    .uri(lonely.url() + "/console/")
                    .responseSingle((response, content) -> content.asString()
                            .map(text -> new Answer(response.status().code(), response.responseHeaders(), text)))
                    .block(Duration.ofSeconds(10));

            isProblem(answer, 502, "bad-gateway");
            assertThat(answer.headers().get("Retry-After")).isEqualTo("5");
            assertThat(answer.body()).contains("admin-service").doesNotContain("" + nobody);
        }
    }
}
