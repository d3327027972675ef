package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.RealtimeGateway.A;
import static io.trunkline.gateway.realtime.RealtimeGateway.B;
import static io.trunkline.gateway.realtime.RealtimeGateway.target;
import static io.trunkline.gateway.realtime.RealtimeGateway.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** New tokens on open lines, ends of tokens, and changes of the application, over real sockets. */
@ExtendWith(NoLeaks.class)
class OptInsIT {
    private static final String WRITE = "realtime:publisher:write:topic:";
    private static final String READ = "realtime:subscriber:read:topic:";
    private static final String PUBLISH =
            "{\"type\":\"publish\",\"data\":{\"topic\":\"t\",\"payload\":\"\",\"id\":\"1\"}}";
    private static final String ACK = "{\"topic\":\"priv/acks\",\"messageType\":\"ack\",\"data\":{\"data\":\"1\"}}";

    /** Lines end with their token. */
    private static final String STRICT = "d".repeat(32);

    @TempDir
    private static Path directory;

    private static RealtimeGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new RealtimeGateway(directory);
        put(STRICT, Map.of("closeAtTokenExpiry", true));
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static void put(String application, Map<String, ?> changes) {
        Directories.put(
                gateway.running().bean(Applications.class),
                Directories.with(Directories.application(application), changes));
    }

    private static String until(String application, String subject, Instant expiry, String... permissions) {
        return Tokens.hs256(
                Directories.clientSecret(application),
                Map.of("sub", subject, "permissions", List.of(permissions), "exp", expiry.getEpochSecond()));
    }

    private static RealtimeGateway.Line open(String application, String token, String options) throws IOException {
        var client = gateway.dial(0, target(application, token) + options);
        return new RealtimeGateway.Line(client, RealtimeGateway.connectionId(client.readText()));
    }

    private static String refresh(String token) {
        return "{\"type\":\"refresh\",\"data\":{\"token\":\"" + token + "\"}}";
    }

    private static String refreshed(String expiry, String dropped) {
        return "{\"topic\":\"main\",\"messageType\":\"refreshed\",\"data\":{\"expiresAt\":" + expiry + ",\"dropped\":["
                + dropped + "]}}";
    }

    private static void assertCloses(RealtimeGateway.Line line, int code, String reason) throws IOException {
        var close = line.client().readClose();
        assertThat(close.reason()).isEqualTo(reason);
        assertThat(close.code()).isEqualTo(code);
    }

    @Test
    void aNewTokenBringsItsRightsForTheFramesBehindIt() throws IOException {
        try (var line = open(A, token(A, "ann-1"), "")) {
            line.send(refresh(token(A, "ann-1", WRITE + "t")));
            line.send(PUBLISH);

            assertThat(line.next()).isEqualTo(refreshed("null", ""));
            assertThat(line.next()).isEqualTo(ACK);
        }
    }

    @Test
    void aNewTokenTakesRightsAwayAndSaysWhichTopicsAreLost() throws IOException {
        var expiry = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        try (var line = open(A, token(A, "ann-2", WRITE + "*", READ + "secure/*"), "")
                .on("secure/a")
                .on("secure/b")
                .on("t")) {
            line.send(refresh(until(A, "ann-2", expiry, READ + "secure/b")));

            assertThat(line.next()).isEqualTo(refreshed("\"" + expiry + "\"", "\"secure/a\""));
            line.send(PUBLISH);
            assertCloses(line, 1008, "Publication to topic is forbidden!");
        }
    }

    @Test
    void theTokenOfAnotherSubjectOrApplicationIsNoNewToken() throws IOException {
        try (var line = open(A, token(A, "ann-3"), "&errors=frames")) {
            line.send(refresh(token(A, "bob")));
            assertThat(line.next()).contains("\"code\":\"other-subject\"");
            line.send(refresh(token(B, "ann-3")));
            assertThat(line.next()).contains("\"code\":\"unauthenticated\"");
            line.send(refresh(token(A, "ann-3", WRITE + "t")));
            assertThat(line.next()).isEqualTo(refreshed("null", ""));
        }
    }

    @Test
    void whoAskedToBeToldHearsOfLostSubscriptions() throws IOException {
        try (var line =
                open(A, token(A, "ann-4", READ + "secure/*"), "&errors=frames").on("secure/a")) {
            line.send(refresh(token(A, "ann-4")));

            var said = List.of(line.next(), line.next());
            assertThat(said)
                    .containsExactlyInAnyOrder(
                            refreshed("null", "\"secure/a\""),
                            "{\"topic\":\"secure/a\",\"messageType\":\"unsubscribed\",\"data\":{\"code\":"
                                    + "\"forbidden-subscribe\",\"message\":\"Subscription to secure topic is forbidden\"}}");
        }
    }

    @Test
    void aLineEndsWithItsTokenWhereTheApplicationWantsThat() throws IOException {
        var soon = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
        try (var strict = open(STRICT, until(STRICT, "ann", soon), "&errors=frames");
                var renewed = open(STRICT, until(STRICT, "bob", soon, WRITE + "t"), "");
                var elsewhere = open(A, until(A, "ann-5", soon, WRITE + "t"), "")) {
            renewed.send(refresh(until(STRICT, "bob", soon.plusSeconds(3600), WRITE + "t")));
            assertThat(renewed.next()).startsWith("{\"topic\":\"main\",\"messageType\":\"refreshed\"");

            assertCloses(strict, 1008, "The token has expired!");
            assertThat(Duration.between(soon, Instant.now())).isBetween(Duration.ZERO, Duration.ofSeconds(10));
            for (var line : List.of(renewed, elsewhere)) {
                line.send(PUBLISH);
                assertThat(line.next()).isEqualTo(ACK);
            }
        }
    }

    @Test
    void aChangedKeyOrAddressListEndsTheLinesItLetIn() throws IOException {
        var changing = "9".repeat(32);
        put(changing, Map.of());
        try (var line = open(changing, token(changing, "ann"), "")) {
            put(
                    changing,
                    Map.of(
                            "authKey",
                            Map.of("source", "raw", "key", "another secret", "algorithms", List.of("HS256"))));
            assertCloses(line, 1008, "The credentials are missing or do not verify!");
        }
        put(changing, Map.of());
        try (var line = open(changing, token(changing, "ann"), "&errors=frames")) {
            put(changing, Map.of("clientSourceAddress", List.of("10.0.0.0/8")));
            assertCloses(line, 1008, "The source address is not allowed!");
        }
        put(changing, Map.of());
        try (var line = open(changing, token(changing, "ann"), "")) {
            Directories.remove(gateway.running().bean(Applications.class), changing);
            assertCloses(line, 1008, "There is no such application!");
        }
    }

    @Test
    void limitsHoldForOpenLinesAsTheyAreNow() throws IOException {
        var changing = "8".repeat(32);
        put(changing, Map.of());
        try (var line = open(changing, token(changing, "ann", WRITE + "*"), "")) {
            put(changing, Map.of("limits", Map.of("maxPayloadBytes", 10_000, "envelopeBytes", 2_000)));
            line.send(PUBLISH.replace("\"\"", "\"" + "x".repeat(9_998) + "\""));
            assertThat(line.next()).isEqualTo(ACK);

            put(changing, Map.of("limits", Map.of("maxPayloadBytes", 10)));
            line.send(PUBLISH.replace("\"\"", "\"123456789\""));
            assertCloses(line, 1009, "The message is larger than allowed!");
        }
    }

    @Test
    void aPublicationWithoutEchoIsHeardByOthers() throws IOException {
        try (var line = open(A, token(A, "ann-6", WRITE + "*"), "");
                var other = open(A, token(A, "bob-6"), "").on("no-echo")) {
            line.on("no-echo");
            line.send(
                    "{\"type\":\"publish\",\"data\":{\"topic\":\"no-echo\",\"payload\":\"\",\"id\":\"1\",\"echo\":false}}");

            assertThat(line.next()).isEqualTo(ACK);
            assertThat(other.next()).contains("\"topic\":\"no-echo\"");
            line.on("next");
        }
    }

    @Test
    void whoHeardInboundMessagesHearsThatTheyAreSwitchedOff() throws IOException {
        var changing = "7".repeat(32);
        put(changing, Map.of());
        try (var line = open(changing, token(changing, "backend", READ + "secure/*"), "&errors=frames")
                        .on("secure/inbound");
                var silent = open(changing, token(changing, "other", READ + "secure/*"), "")) {
            put(changing, Map.of("enableWebSocketInboundTopic", false));

            var said = line.next();
            while (said.contains("\"messageType\":\"presence\"")) {
                said = line.next();
            }
            assertThat(said)
                    .isEqualTo("{\"topic\":\"secure/inbound\",\"messageType\":\"unsubscribed\",\"data\":{\"code\":"
                            + "\"forbidden-subscribe\",\"message\":\"Subscription to secure topic is forbidden\"}}");
            silent.on("t");
        }
    }

    @Test
    void theNewestLineOfASubjectTakesThePlaceOfTheOldest() throws IOException {
        try (var old = open(A, token(A, "one"), "");
                var other = open(A, token(A, "two"), "");
                var newest = open(A, token(A, "one"), "")) {
            assertCloses(old, 1000, "The connection was replaced by a newer one!");
            assertThat(newest.on("t").id()).hasSize(32);
            assertThat(other.on("t").id()).hasSize(32);
        }
    }
}
