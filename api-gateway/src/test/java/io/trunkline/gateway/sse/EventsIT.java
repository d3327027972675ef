package io.trunkline.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.Broker;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import io.trunkline.gateway.realtime.NoLeaks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class EventsIT {
    private static final String A = "a".repeat(32);
    private static final String B = "b".repeat(32);
    private static final String OFF = "0".repeat(32);
    private static final String FAR = "f".repeat(32);
    private static final String READ = "realtime:subscriber:read:topic:";

    @TempDir
    private static Path directory;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = start(directory);
    }

    private static RunningGateway start(Path directory, String... settings) {
        var applications = List.of(
                Directories.application(A),
                Directories.application(B),
                Directories.disabled(OFF),
                Directories.application(FAR, List.of("10.0.0.0/8"), List.of("10.0.0.0/8")));
        return RunningGateway.start(directory, applications, settings);
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static String token(String application, String subject, String... permissions) {
        return Tokens.hs256(
                Directories.clientSecret(application), Map.of("sub", subject, "permissions", List.of(permissions)));
    }

    private static EventReader get(RunningGateway from, String path, String... headers) throws IOException {
        return new EventReader(from.port(), 0, "GET " + path, headers);
    }

    private static EventReader open(RunningGateway from, String subject, String topics, String... permissions)
            throws IOException {
        var token = token(A, subject, permissions);
        var reader = get(from, "/apps/" + A + "/events?access_token=" + token + topics);
        assertThat(reader.head()).startsWith("http/1.1 200 ");
        return reader;
    }

    private static EventReader open(String subject, String topics, String... permissions) throws IOException {
        var reader = open(gateway, subject, topics, permissions);
        assertThat(reader.event()).contains("\"messageType\":\"welcome\"");
        return reader;
    }

    private static Receipt publish(RunningGateway to, String topic, Message message) {
        var backend = new Principal(
                new ApplicationId(A), "backend", Permissions.of(List.of("realtime:publisher:write:topic:*")));
        return to.bean(Broker.class).publish(backend, Topic.of(topic), message).block();
    }

    private static void publish(String topic, String json) {
        publish(gateway, topic, Message.of(Payload.json(json.getBytes(StandardCharsets.UTF_8))));
    }

    private static String broadcast(String topic, String json) {
        return "data: {\"topic\":\"" + topic + "\",\"messageType\":\"broadcast\",\"data\":" + json + "}";
    }

    private static String told(String type, String code, String text) {
        return "event: close\ndata: {\"topic\":\"main\",\"messageType\":\"" + type + "\",\"data\":{\"code\":\"" + code
                + "\",\"message\":\"" + text + "\"}}";
    }

    private static long open(String application) {
        return gateway.bean(LocalBroker.class)
                .connections()
                .of(new ApplicationId(application))
                .count();
    }

    @Test
    void welcomesThenTellsWhatIsPublished() throws IOException {
        var token = token(A, "ann", READ + "secure/a");
        try (var reader = get(gateway, "/apps/" + A + "/events?topic=chat%2Fr&topic=secure/a&access_token=" + token)) {
            assertThat(reader.head())
                    .startsWith("http/1.1 200 ")
                    .contains("content-type: text/event-stream;charset=utf-8\r\n", "\r\ntransfer-encoding: chunked\r\n")
                    .doesNotContainPattern("(?s)transfer-encoding.*transfer-encoding")
                    .contains("cache-control: no-cache, no-store\r\n");
            var welcome = reader.event();
            assertThat(welcome)
                    .matches("retry: 3000\ndata: \\{\"topic\":\"main\",\"messageType\":\"welcome\",\"data\":"
                            + "\\{\"connection\":\\{\"id\":\"[0-9a-f]{32}\",\"appId\":\"" + A
                            + "\",\"remoteAddress\":\"127.0.0.1\"}}}");
            var id = welcome.replaceAll("(?s).*\"id\":\"([0-9a-f]{32})\".*", "$1");

            for (var topic : List.of("chat/r", "secure/a", "main", "priv/ann", "priv/" + id)) {
                publish("other", "0");
                publish(topic, "{\"a\":[1]}");
                assertThat(reader.event()).matches("id: [0-9a-f]{32}\n.*").endsWith(broadcast(topic, "{\"a\":[1]}"));
            }
        }
    }

    @Test
    void aTokenMayComeInAHeader() throws IOException {
        var bearer = "Authorization: Bearer " + token(A, "bob");
        try (var reader = get(gateway, "/apps/" + A + "/events?topic=news", bearer, "Last-Event-ID: 7")) {
            assertThat(reader.head()).startsWith("http/1.1 200 ");
            assertThat(reader.event()).contains("welcome");
        }
    }

    @Test
    void whatIsPublishedStaysInItsEvent() throws IOException {
        try (var reader = open("carl", "&topic=news")) {
            publish("news", "{\n \"a\":\r\n\r\n1}");
            assertThat(reader.event()).endsWith(broadcast("news", "{  \"a\":    1}"));

            var evil = Message.of(Payload.text("é\n\ndata: x"));
            publish(gateway, "news", evil.withId("1\n\ndata: faked"));
            assertThat(reader.event()).isEqualTo(broadcast("news", "\"é\\n\\ndata: x\""));
            publish(gateway, "news", evil.withId("own id"));
            assertThat(reader.event()).startsWith("id: own id\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a, ?topic=a, 401, unauthenticated",
        "a, ?access_token=, 401, unauthenticated",
        "a, ?access_token=x.y.z, 401, unauthenticated",
        "a, ?access_token=B, 401, unauthenticated",
        "a, ?topic=secure/a&access_token=, 403, forbidden-subscribe",
        "a, ?topic=a&topic=priv/dora&access_token=, 403, forbidden-private",
        "a, ?topic=a*&access_token=, 400, invalid-topic",
        "a, ?topic=LONG&access_token=, 400, invalid-topic",
        "a, ?topic=&access_token=, 400, invalid-topic",
        "0, ?access_token=, 403, application-disabled",
        "f, ?access_token=, 403, address-denied",
        "1, ?access_token=, 404, unknown-application"
    })
    void whoMayNotListenIsToldSo(String digit, String query, int status, String code) throws IOException {
        var application = digit.repeat(32);
        var token = query.endsWith("token=") && status != 401 ? token(application, "dora") : "";
        var target = "/apps/" + application + "/events"
                + query.replace("=B", "=" + token(B, "dora")).replace("LONG", "x".repeat(257)) + token;
        try (var reader = get(gateway, target)) {
            var head = reader.head();
            assertThat(head).startsWith("http/1.1 " + status).contains("application/problem+json");
            var length = Integer.parseInt(head.replaceAll("(?s).*content-length: (\\d+).*", "$1"));
            assertThat(reader.body(length)).contains("/problems/" + code);

            reader.send("GET /api/health/status HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(reader.head()).startsWith("http/1.1 200 ");
        }
        assertThat(gateway.bean(LocalBroker.class).connections().all())
                .noneMatch(connection -> connection.principal().subject().equals("dora"));
    }

    @Test
    void aStreamThatIsRefusedTakesNobodysPlace() throws IOException {
        try (var reader = open("ida", "&topic=news&topic=" + "x".repeat(256))) {
            for (var topic : List.of("secure/a", "priv/ida", "a*", "x".repeat(257))) {
                var target = "/apps/" + A + "/events?topic=b&topic=" + topic + "&access_token=" + token(A, "ida");
                try (var refused = get(gateway, target)) {
                    assertThat(refused.head()).startsWith("http/1.1 40");
                }
            }

            publish("news", "1");
            assertThat(reader.event()).endsWith(broadcast("news", "1"));
            try (var next = open("ida", "&topic=news")) {
                assertThat(reader.event()).contains("\"code\":\"replaced\"");
                publish("news", "2");
                assertThat(next.event()).endsWith(broadcast("news", "2"));
            }
        }
    }

    @Test
    void onlyAGetOpensAStream() throws IOException {
        for (var method : List.of("HEAD", "POST", "DELETE")) {
            var target = method + " /apps/" + A + "/events?access_token=" + token(A, "eve");
            try (var reader = new EventReader(gateway.port(), 0, target)) {
                assertThat(reader.head()).startsWith("http/1.1 405 ");
            }
        }
    }

    @Test
    void whoLeavesIsForgotten() throws IOException {
        try (var reader = get(gateway, "/apps/" + B + "/events?access_token=" + token(B, "ann"))) {
            assertThat(reader.head()).startsWith("http/1.1 200 ");
            assertThat(reader.event()).contains("welcome");
            assertThat(open(B)).isEqualTo(1);
        }
        await().until(() -> open(B) == 0);
    }

    @Test
    void whatIsSentBehindTheRequestIsNotHeard() throws IOException {
        try (var reader = open("fred", "&topic=news")) {
            reader.send("GET /api/health/status HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1000));
            publish("news", "1");
            assertThat(reader.event()).endsWith(broadcast("news", "1"));
        }
    }

    @Test
    void anEndHasAReason() throws IOException {
        try (var reader = open("gus", "")) {
            gateway.bean(LocalBroker.class)
                    .connections()
                    .of(new ApplicationId(A))
                    .filter(connection -> connection.principal().subject().equals("gus"))
                    .forEach(connection -> connection.close(Reason.TERMINATED));

            assertThat(reader.event()).isEqualTo(told("close", "terminated", "The connection was terminated"));
            assertThat(reader.event()).isNull();
            assertThat(reader.isEnded()).isTrue();
        }
    }

    @Test
    void whoseApplicationIsDisabledIsClosed(@TempDir Path own) throws IOException {
        try (var other = start(own);
                var reader = open(other, "ann", "&topic=news")) {
            reader.event();
            Files.write(own.resolve("applications.json"), Directories.json(2, Directories.disabled(A)));

            assertThat(reader.event()).isEqualTo(told("close", "application-disabled", "The application is disabled"));
            assertThat(reader.event()).isNull();
        }
    }

    @Test
    void aGatewayThatStopsTellsItsReadersAtOnce(@TempDir Path own) throws Exception {
        try (var other = start(own);
                var reader = open(other, "ann", "&topic=news")) {
            reader.event();
            var stopping = new Thread(other::close);
            stopping.start();

            assertThat(reader.event()).isEqualTo(told("close", "shutdown", "The server is restarting"));
            assertThat(reader.event()).isNull();
            assertThat(reader.isEnded()).isTrue();
            stopping.join(Duration.ofSeconds(60).toMillis());
            assertThat(stopping.isAlive()).isFalse();
        }
    }

    @Test
    void aQuietStreamSaysThatItLives(@TempDir Path own) throws IOException {
        try (var other = start(own, "trunkline.events.heart-beat=1s");
                var reader = open(other, "ann", "&topic=news")) {
            reader.event();
            assertThat(reader.sign()).isEqualTo(EventReader.HEART_BEAT);
            publish(other, "news", Message.of(Payload.text("still")));
            assertThat(reader.event()).endsWith(broadcast("news", "\"still\""));
        }
    }

    @Test
    void aReaderThatDoesNotReadIsCutAndNobodyElse(@TempDir Path own) throws IOException {
        var path = "GET /apps/" + A + "/events?topic=news&access_token=";
        try (var other = start(own);
                var slow = new EventReader(other.port(), 4096, path + token(A, "slow"));
                var reader = open(other, "ann", "&topic=news")) {
            slow.head();
            reader.event();
            var connections = other.bean(LocalBroker.class).connections();
            var message = Message.of(Payload.text("x".repeat(4000)));
            var sent = 0;
            while (connections.size() > 1) {
                publish(other, "news", message);
                assertThat(reader.event()).contains("xxx");
                sent++;
                assertThat(sent).isLessThan(10_000);
            }

            var last = "";
            var heard = 0;
            for (var event = slow.event(); event != null; event = slow.event()) {
                last = event;
                heard++;
            }
            assertThat(last).isEqualTo(told("close", "slow-reader", "The reader does not keep up"));
            assertThat(heard).isBetween(3, sent + 2);
            publish(other, "news", Message.of(Payload.text("more")));
            assertThat(reader.event()).endsWith(broadcast("news", "\"more\""));
        }
    }

    @Test
    void pagesFromAnywhereMayListen() throws IOException {
        var target = "/apps/" + A + "/events?access_token=" + token(A, "hal");
        var origin = "Origin: https://anywhere.example";
        try (var reader = get(gateway, target, origin)) {
            assertThat(reader.head()).contains("access-control-allow-origin: *\r\n");
            assertThat(reader.event()).contains("welcome");
        }
        try (var reader = get(gateway, "/apps/" + A + "/events", origin)) {
            assertThat(reader.head()).startsWith("http/1.1 401 ").contains("access-control-allow-origin: *\r\n");
        }
        var wanted = new String[] {
            origin, "Access-Control-Request-Method: GET", "Access-Control-Request-Headers: authorization,last-event-id"
        };
        try (var reader = new EventReader(gateway.port(), 0, "OPTIONS " + target, wanted)) {
            assertThat(reader.head())
                    .startsWith("http/1.1 200 ")
                    .contains("access-control-allow-headers: authorization, last-event-id");
        }
    }
}
