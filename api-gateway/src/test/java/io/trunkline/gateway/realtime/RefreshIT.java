package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.RealtimeGateway.A;
import static io.trunkline.gateway.realtime.RealtimeGateway.target;
import static io.trunkline.gateway.realtime.RealtimeGateway.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import io.trunkline.gateway.realtime.RealtimeGateway.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who may show a new token on an open line and how often, over real sockets. */
@ExtendWith(NoLeaks.class)
class RefreshIT {
    private static final int MANY = 20;
    private static final String SIGNED = "1".repeat(32);
    private static final String TOO_MANY =
            "{\"topic\":\"main\",\"messageType\":\"error\",\"data\":{\"code\":\"rate-exceeded\","
                    + "\"message\":\"Too many messages in a short time!\",\"detail\":\"Too many connections or new tokens of this ";

    @TempDir
    private Path directory;

    private static Line open(RealtimeGateway gateway, String address, String token, String options) throws IOException {
        var headers = new ArrayList<>(RealtimeGateway.UPGRADE);
        headers.add("X-Forwarded-For: " + address);
        var client = new WireClient(gateway.port(), 0);
        client.send(WireClient.handshake(target(A, token) + options, headers));
        assertThat(client.answer().status()).isEqualTo(101);
        return new Line(client, RealtimeGateway.connectionId(client.readText()));
    }

    private static byte[] refresh(String token) {
        return WireClient.text("{\"type\":\"refresh\",\"data\":{\"token\":\"" + token + "\"}}");
    }

    /** The answers to many frames with this token, in one breath. */
    private static List<String> flood(Line line, String token) throws IOException {
        var frames = new byte[MANY][];
        for (var i = 0; i < MANY; i++) {
            frames[i] = refresh(token);
        }
        line.client().send(frames);
        var answers = new ArrayList<String>();
        while (answers.size() < MANY) {
            answers.add(line.next());
        }
        return answers;
    }

    /** One a second comes through, and how fast these come is the machine's affair. */
    @Test
    void newTokensOfOneSubjectAreSlowedDownBeforeTheyAreVerified() throws IOException {
        var forged = token(A, "ann") + "x";
        try (var gateway = new RealtimeGateway(
                        directory, "trunkline.http.trusted-proxies=127.0.0.1", "trunkline.handshakes.subject-burst=3");
                var line = open(gateway, "203.0.113.1", token(A, "ann"), "&errors=frames");
                var other = open(gateway, "203.0.113.2", token(A, "bob"), "&errors=frames");
                var closed = open(gateway, "203.0.113.3", token(A, "carl"), "")) {
            assertThat(flood(line, forged))
                    .anySatisfy(answer -> assertThat(answer).contains("\"code\":\"unauthenticated\""))
                    .anySatisfy(answer -> assertThat(answer).startsWith(TOO_MANY + "subject in a short time\""));

            other.client().send(refresh(token(A, "bob")));
            assertThat(other.next()).contains("\"messageType\":\"refreshed\"");

            for (var i = 0; i < MANY; i++) {
                closed.client().send(refresh(token(A, "carl")));
            }
            var close = closed.client().readClose();
            assertThat(close.code()).isEqualTo(1008);
            assertThat(close.reason()).isEqualTo("Too many messages in a short time!");
        }
    }

    @Test
    void soAreThoseFromOneAddressAndThoseOfNobody() throws IOException {
        var nobody = Tokens.hs256(Directories.clientSecret(A), Map.of());
        try (var gateway = new RealtimeGateway(
                        directory,
                        "trunkline.http.trusted-proxies=127.0.0.1",
                        "trunkline.handshakes.subject-burst=2",
                        "trunkline.handshakes.address-burst=5",
                        "trunkline.handshakes.address-per-second=1");
                var nameless = open(gateway, "203.0.113.1", nobody, "&errors=frames")) {
            assertThat(flood(nameless, nobody))
                    .anySatisfy(answer -> assertThat(answer).contains("\"messageType\":\"refreshed\""))
                    .anySatisfy(answer -> assertThat(answer).startsWith(TOO_MANY + "subject in a short time\""))
                    .anySatisfy(answer -> assertThat(answer).startsWith(TOO_MANY + "address in a short time\""));
        }
    }

    @Test
    void theTokenOfAnotherSubjectIsRefusedAsThat() throws IOException {
        try (var gateway = new RealtimeGateway(directory);
                var line = open(gateway, "203.0.113.1", token(A, "ann"), "")) {
            line.client().send(refresh(token(A, "bob")));

            var close = line.client().readClose();
            assertThat(close.code()).isEqualTo(1008);
            assertThat(close.reason()).isEqualTo("The new token is another subject's!");
        }
    }

    /** A public key's signature is checked on another thread, which is slower than what breaks a rule. */
    @Test
    void whatIsWrongWithAFrameIsSaidAfterWhatCameBeforeIt() throws IOException {
        var keys = Tokens.keys("RSA");
        var key = Map.of("source", "raw", "key", Tokens.pem(keys), "algorithms", List.of("RS256"));
        var token = Tokens.signed("RS256", keys.getPrivate(), Map.of("sub", "ann"));
        try (var gateway = new RealtimeGateway(directory)) {
            Directories.put(
                    gateway.running().bean(Applications.class),
                    Directories.with(Directories.application(SIGNED), Map.of("authKey", key)));
            try (var client = gateway.dial(0, target(SIGNED, token) + "&errors=frames")) {
                client.readText();
                client.send(
                        refresh(token),
                        WireClient.frame(0x80 | WireClient.BINARY, "{}".getBytes(StandardCharsets.UTF_8)),
                        refresh(token),
                        WireClient.frame(WireClient.TEXT, new byte[6_000]),
                        WireClient.frame(0x80 | WireClient.CONTINUATION, new byte[6_000]),
                        refresh(token),
                        new byte[] {(byte) 0x83, (byte) 0x80, 0, 0, 0, 0});

                assertThat(client.readText()).contains("\"messageType\":\"refreshed\"");
                assertThat(client.readText()).contains("client frames are text");
                assertThat(client.readText()).contains("\"messageType\":\"refreshed\"");
                assertThat(client.readText()).contains("\"code\":\"too-large\"");
                assertThat(client.readText()).contains("\"messageType\":\"refreshed\"");
                assertThat(client.read().code()).isEqualTo(1002);
            }
        }
    }

    @Test
    void nothingIsDoneAboutWhatFollowsTheFrameThatEndsTheLine() throws IOException {
        try (var gateway = new RealtimeGateway(directory);
                var client = gateway.dial(A, "ann", "realtime:publisher:write:topic:*")) {
            client.readText();
            client.send(
                    WireClient.text("hello"),
                    WireClient.text("{\"type\":\"publish\",\"data\":{\"topic\":\"main\",\"payload\":\"\"}}"));

            var close = client.read();
            assertThat(close.opcode()).as(close.text()).isEqualTo(WireClient.CLOSE);
            assertThat(close.reason()).isEqualTo("Invalid message format!");
        }
    }
}
