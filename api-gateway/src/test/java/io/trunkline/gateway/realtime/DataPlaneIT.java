package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.RealtimeGateway.A;
import static io.trunkline.gateway.realtime.RealtimeGateway.B;
import static io.trunkline.gateway.realtime.RealtimeGateway.FAR;
import static io.trunkline.gateway.realtime.RealtimeGateway.OFF;
import static io.trunkline.gateway.realtime.RealtimeGateway.UPGRADE;
import static io.trunkline.gateway.realtime.RealtimeGateway.target;
import static io.trunkline.gateway.realtime.RealtimeGateway.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.directory.Directories;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The realtime door's HTTP: the handshake of its lines, their end, and publishing. */
@ExtendWith(NoLeaks.class)
class DataPlaneIT {
    private static final String WRITE = "realtime:publisher:write:topic:";
    private static final String PUBLISH = "/api/topics/" + A + "/publish";

    @TempDir
    private static Path directory;

    private static RealtimeGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new RealtimeGateway(directory);
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static void assertProblem(WireClient.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.head()).containsIgnoringCase("content-type: application/problem+json");
        assertThat(answer.body()).contains("\"type\":\"/problems/" + code + "\"", "\"status\":" + status);
    }

    @Test
    void whoMayNotComeInIsToldSoBeforeTheUpgrade() throws IOException {
        var none = "0123456789abcdef".repeat(2);

        assertProblem(gateway.shake("/apps/" + A, UPGRADE), 401, "unauthenticated");
        assertProblem(gateway.shake(target(A, ""), UPGRADE), 401, "unauthenticated");
        assertProblem(gateway.shake(target(A, "x.y.z"), UPGRADE), 401, "unauthenticated");
        assertProblem(gateway.shake(target(A, token(B, "ann")), UPGRADE), 401, "unauthenticated");
        assertProblem(gateway.shake(target(A, RealtimeGateway.adminToken(A)), UPGRADE), 401, "unauthenticated");
        assertProblem(gateway.shake(target(OFF, token(OFF, "ann")), UPGRADE), 403, "application-disabled");
        assertProblem(gateway.shake(target(FAR, token(FAR, "ann")), UPGRADE), 403, "address-denied");
        assertProblem(gateway.shake(target(none, token(none, "ann")), UPGRADE), 404, "unknown-application");
    }

    @Test
    void whoDoesNotUpgradeIsToldTo() throws IOException {
        var answer = gateway.shake(target(A, token(A, "ann")), List.of());

        assertProblem(answer, 426, "upgrade-required");
        assertThat(answer.head()).containsIgnoringCase("\r\nupgrade: websocket\r\n");
    }

    @Test
    void otherVersionsOfTheProtocolAreRefused() throws IOException {
        var headers = new ArrayList<>(UPGRADE);
        headers.set(2, "Sec-WebSocket-Version: 99");

        var answer = gateway.shake(target(A, token(A, "ann")), headers);

        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.head()).containsIgnoringCase("sec-websocket-version: 13");
    }

    @ParameterizedTest
    @CsvSource({
        "Origin: null",
        "Origin: https://anywhere.example",
        "Cookie: a=b",
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
    })
    void browsersFromAnywhereComeInWithoutExtensions(String header) throws IOException {
        var headers = new ArrayList<>(UPGRADE);
        headers.add(header);

        var answer = gateway.shake(target(A, token(A, "ann")), headers);

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.head())
                .containsIgnoringCase("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                .doesNotContainIgnoringCase("extensions");
    }

    @Test
    void aTokenMayBeLong() throws IOException {
        var permissions = new String[285];
        for (var i = 0; i < permissions.length; i++) {
            permissions[i] = WRITE + "room/" + i;
        }
        var target = target(A, token(A, "ann", permissions));
        assertThat(target).hasSizeBetween(14_000, 16_500);

        assertThat(gateway.shake(target, UPGRADE).status()).isEqualTo(101);
    }

    @Test
    void whatABackendPublishesIsHeardAsTheValueItIs() throws Exception {
        try (var line = gateway.open(A, "ann").on("news")) {
            for (var value : List.of("\"a string\"", "{ \"type\": \"é\" }", "[1]", "7", "true")) {
                for (var path : List.of(PUBLISH, "/topics/" + A + "/publish")) {
                    var answer = publish(path, "{\"topic\":\"news\",\"message\":" + value + "}", WRITE + "news");

                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.body())
                            .matches("\\{\"id\":\"[0-9a-f]{32}\",\"time\":\"[^\"]*Z\",\"subscribers\":1}");
                    assertThat(line.next())
                            .isEqualTo("{\"topic\":\"news\",\"messageType\":\"broadcast\",\"data\":" + value + "}");
                }
            }
        }
    }

    private static HttpResponse<String> publish(String path, String body, String permission, String... headers)
            throws Exception {
        return gateway.post(path, RealtimeGateway.adminToken(A, permission), body, headers);
    }

    @Test
    void aBackendMayNameTypeIdAndCompression() throws Exception {
        try (var line = gateway.open(A, "ann").on("news")) {
            var body = "{\"topic\":\"news\",\"message\":{},\"messageType\":\"m\",\"id\":\"7\",\"compress\":true}";

            assertThat(publish(PUBLISH, body, WRITE + "*").body()).contains("\"id\":\"7\"");

            var frame = line.client().read();
            assertThat(frame.opcode()).isEqualTo(WireClient.BINARY);
            assertThat(frame.text()).isEqualTo("{\"topic\":\"news\",\"messageType\":\"m\",\"data\":{}}");
        }
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/json; charset=x"
    })
    void theContentTypeDoesNotMatter(String type) throws Exception {
        var body = "{\"topic\":\"a\",\"message\":\"b=c&d\"}";

        assertThat(publish(PUBLISH, body, WRITE + "*", "Content-Type", type).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPublishThatCannotBeIsRefusedWithItsReason() throws Exception {
        var fine = "{\"topic\":\"a\",\"message\":1}";

        assertRefused(publish(PUBLISH, "", WRITE + "*"), 400, "malformed");
        assertRefused(publish(PUBLISH, "{\"topic\":\"a\"}", WRITE + "*"), 400, "malformed");
        assertRefused(publish(PUBLISH, "{\"topic\":\"a*\",\"message\":1}", WRITE + "*"), 400, "invalid-topic");
        assertRefused(publish(PUBLISH, fine, WRITE + "b"), 403, "forbidden-publish");
        assertRefused(
                publish(PUBLISH, fine.replace("\"a\"", "\"secure/inbound\""), WRITE + "*"), 403, "reserved-topic");
        assertRefused(publish(PUBLISH, fine.replace("\"a\"", "\"$SYS/x\""), WRITE + "*"), 403, "reserved-topic");
        assertRefused(
                publish(PUBLISH, fine.replace("}", ",\"messageType\":\"ack\"}"), WRITE + "*"), 400, "reserved-type");
        assertRefused(gateway.post(PUBLISH, token(A, "ann", WRITE + "*"), fine), 401, "unauthenticated");
        assertRefused(gateway.post(PUBLISH, RealtimeGateway.adminToken(B, WRITE + "*"), fine), 401, "unauthenticated");
        var unknown = "/api/topics/" + "9".repeat(32) + "/publish";
        assertRefused(publish(unknown, fine, WRITE + "*"), 404, "unknown-application");
    }

    @ParameterizedTest
    @CsvSource({"5118, 200", "5119, 413", "7000, 413"})
    void aMessageMayHaveFiveKilobytes(int length, int status) throws Exception {
        var body = "{\"topic\":\"a\",\"message\":\"" + "x".repeat(length) + "\"}";

        assertThat(publish(PUBLISH, body, WRITE + "*").statusCode()).isEqualTo(status);
    }

    @Test
    void whoseBodyIsNotReadToItsEndIsToldThatTheConnectionEnds() throws IOException {
        try (var client = new WireClient(gateway.port(), 0)) {
            var head = "POST " + PUBLISH
                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\nAuthorization: Bearer "
                    + RealtimeGateway.adminToken(A, WRITE + "*") + "\r\n\r\n";
            client.send(head.getBytes(StandardCharsets.UTF_8), new byte[7000]);

            var answer = client.answer();
            assertProblem(answer, 413, "too-large");
            assertThat(answer.head()).containsIgnoringCase("\r\nconnection: close\r\n");
        }
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("/problems/" + code);
    }

    @ParameterizedTest
    @CsvSource({"/api/health/status", "/health/status"})
    void saysThatItServes(String path) throws Exception {
        var answer = gateway.get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
    }

    @Test
    void whoseApplicationIsDisabledIsClosed(@TempDir Path own) throws Exception {
        try (var other = new RealtimeGateway(own);
                var kept = other.open(B, "bob");
                var line = other.open(A, "ann")) {
            Files.write(
                    own.resolve("applications.json"),
                    Directories.json(2, Directories.disabled(A), Directories.application(B)));

            var close = line.client().readClose();
            assertThat(close.code()).isEqualTo(1008);
            assertThat(close.reason()).isEqualTo("The application is disabled!");
            assertProblem(other.shake(target(A, token(A, "ann")), UPGRADE), 403, "application-disabled");
            assertThat(kept.on("still").id()).hasSize(32);
        }
    }

    @Test
    void whoIsNotHeardIsPingedThenClosed(@TempDir Path own) throws Exception {
        var impatient = Directories.with(Directories.application(A), Map.of("limits", Map.of("idleSeconds", 1)));
        try (var other = new RealtimeGateway(own)) {
            Directories.put(other.running().bean(Applications.class), impatient);
            isPingedThenClosed(other);
        }
    }

    private static void isPingedThenClosed(RealtimeGateway other) throws IOException {
        try (var silent = other.open(A, "silent");
                var alive = other.open(A, "alive")) {
            assertThat(silent.client().read().opcode()).isEqualTo(WireClient.PING);
            assertThat(alive.client().read().opcode()).isEqualTo(WireClient.PING);
            alive.client().send(WireClient.frame(0x80 | WireClient.PONG, new byte[0]));

            var close = silent.client().read();
            assertThat(close.code()).isEqualTo(1000);
            assertThat(close.reason()).isEqualTo("The connection was idle for too long!");
            assertThat(silent.client().isEnded()).isTrue();
            assertThat(alive.client().read().opcode()).isEqualTo(WireClient.PING);
        }
    }

    @Test
    void aGatewayThatStopsTellsItsClientsToComeBack(@TempDir Path own) throws Exception {
        try (var other = new RealtimeGateway(own);
                var line = other.open(A, "ann");
                var deaf = other.open(A, "deaf")) {
            var stopping = new Thread(other::close);
            stopping.start();

            var close = line.client().read();
            assertThat(close.code()).isEqualTo(1012);
            assertThat(close.reason()).isEqualTo("The server is restarting!");
            line.client().send(WireClient.frame(0x80 | WireClient.CLOSE, new byte[] {3, (byte) 0xf4}));
            assertThat(line.client().isEnded()).isTrue();
            assertThat(deaf.client().read().code()).isEqualTo(1012);
            assertThat(deaf.client().isEnded()).isTrue();
            stopping.join();
        }
    }
}
