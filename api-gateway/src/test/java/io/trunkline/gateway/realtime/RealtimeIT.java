package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.RealtimeGateway.A;
import static io.trunkline.gateway.realtime.RealtimeGateway.B;
import static io.trunkline.gateway.realtime.RealtimeGateway.QUIET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Open lines, over real sockets: what is sent is what is heard, byte by byte. */
@ExtendWith(NoLeaks.class)
class RealtimeIT {
    private static final String WRITE = "realtime:publisher:write:topic:";
    private static final String READ = "realtime:subscriber:read:topic:";

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

    private static String publish(String topic, String payload) {
        return "{\"type\":\"publish\",\"data\":{\"topic\":\"" + topic + "\",\"payload\":" + payload + ",\"id\":\"1\"}}";
    }

    private static String ack(String id) {
        return "{\"topic\":\"priv/acks\",\"messageType\":\"ack\",\"data\":{\"data\":\"" + id + "\"}}";
    }

    private static String heard(String topic, RealtimeGateway.Line from, String subject, String payload) {
        return "{\"topic\":\"" + topic + "\",\"messageType\":\"broadcast\",\"data\":{\"client\":{\"connectionId\":\""
                + from.id() + "\",\"subject\":\"" + subject + "\"},\"payload\":" + payload + ",\"id\":\"1\"}}";
    }

    @Test
    void welcomesAConnectionThatIsOnItsOwnTopics() throws IOException {
        try (var client = gateway.dial(A, "ann-1", WRITE + "*")) {
            var welcome = client.readText();
            var line = new RealtimeGateway.Line(client, RealtimeGateway.connectionId(welcome));
            assertThat(welcome).isEqualTo(line.welcome("main", A));

            for (var topic : new String[] {"main", "priv/" + line.id(), "priv/ann-1"}) {
                line.send(publish(topic, "\"\""));
                assertThat(line.next()).isEqualTo(ack("1"));
                assertThat(line.next()).isEqualTo(heard(topic, line, "ann-1", "\"\""));
            }
        }
    }

    @Test
    void aTokenWithoutSubjectIsItsOwnSubject() throws IOException {
        var token = Tokens.hs256(Directories.clientSecret(A), Map.of("permissions", List.of(WRITE + "*")));
        try (var client = gateway.dial(0, RealtimeGateway.target(A, token))) {
            var line = new RealtimeGateway.Line(client, RealtimeGateway.connectionId(client.readText()));

            line.send(publish("main", "[]"));

            assertThat(line.next()).isEqualTo(ack("1"));
            assertThat(line.next()).isEqualTo(heard("main", line, line.id(), "[]"));
        }
    }

    @Test
    void welcomesEachSubscriptionOnce() throws IOException {
        try (var line = gateway.open(A, "ann")) {
            for (var topic : new String[] {"once", "main"}) {
                line.send("{\"type\":\"subscribe\",\"data\":{\"topic\":\"" + topic + "\"}}");
                line.send("{\"type\":\"subscribe\",\"data\":{\"topic\":\"" + topic + "\"}}");
            }
            line.send("{\"type\":\"subscribe\",\"data\":{\"topic\":\"last\"}}");

            assertThat(line.next()).isEqualTo(line.welcome("once", A));
            assertThat(line.next()).isEqualTo(line.welcome("last", A));
        }
    }

    @Test
    void aPublishIsHeardByItsPublisherAndByAllOthersOfTheApplication() throws IOException {
        try (var ann = gateway.open(A, "ann", WRITE + "chat/*").on("chat/é");
                var bob = gateway.open(A, "bob").on("chat/é");
                var elsewhere = gateway.open(B, "bob").on("chat/é")) {
            ann.send(publish("chat/é", "{ \"text\": \"grüß dich \\u00e9\" }"));

            var frame = heard("chat/é", ann, "ann", "{ \"text\": \"grüß dich \\u00e9\" }");
            assertThat(ann.next()).isEqualTo(ack("1"));
            assertThat(ann.next()).isEqualTo(frame);
            assertThat(bob.next()).isEqualTo(frame);

            assertThat(elsewhere.on("other").id()).hasSize(32);
        }
    }

    @Test
    void whoHasLeftATopicHearsNothingFromIt() throws IOException {
        try (var line = gateway.open(A, "ann", WRITE + "*").on("left")) {
            line.send("{\"type\":\"unsubscribe\",\"data\":{\"topic\":\"left\"}}");
            line.send("{\"type\":\"unsubscribe\",\"data\":{\"topic\":\"priv/" + line.id() + "\"}}");
            line.send(publish("left", "\"\""));
            line.send(publish("priv/" + line.id(), "\"\""));

            assertThat(line.next()).isEqualTo(ack("1"));
            assertThat(line.next()).isEqualTo(ack("1"));
            assertThat(line.next()).startsWith("{\"topic\":\"priv/" + line.id());
        }
    }

    @Test
    void idsAndTypesAreEchoedAndMadeWhereMissing() throws IOException {
        try (var line = gateway.open(A, "ann", WRITE + "*").on("t")) {
            line.send(
                    "{\"type\":\"publish\",\"data\":{\"topic\":\"t\",\"payload\":\"\",\"messageType\":\"gettime\",\"id\":null}}");

            var id = line.next().replaceAll(".*\"data\":\\{\"data\":\"([0-9a-f]{32})\"}}", "$1");
            assertThat(id).hasSize(32);
            assertThat(line.next())
                    .startsWith("{\"topic\":\"t\",\"messageType\":\"gettime\"")
                    .endsWith("\"id\":\"" + id + "\"}}");
        }
    }

    @Test
    void compressedFramesAreBinary() throws IOException {
        try (var line = gateway.open(A, "ann", WRITE + "*").on("t")) {
            line.send(
                    "{\"type\":\"publish\",\"data\":{\"topic\":\"t\",\"payload\":\"x\",\"id\":\"1\",\"compress\":true}}");

            assertThat(line.next()).isEqualTo(ack("1"));
            var frame = line.client().read();
            assertThat(frame.head()).isEqualTo(0x80 | WireClient.BINARY);
            assertThat(frame.text()).isEqualTo(heard("t", line, "ann", "\"x\""));
        }
    }

    @Test
    void backendsHearAClientComeSpeakAndGoWithItsPermissions() throws IOException {
        try (var backend = gateway.open(A, "backend", READ + "secure/*").on("secure/inbound");
                var client = gateway.open(A, "ann", "some right")) {
            client.send("{\"type\":\"message\",\"data\":{\"messageType\":\"gettime\",\"payload\":{},\"id\":\"m\"}}");

            assertThat(client.next()).isEqualTo(ack("m"));
            client.client().close();

            var sender = "\"data\":{\"client\":{\"connectionId\":\"" + client.id()
                    + "\",\"subject\":\"ann\",\"permissions\":[\"some right\"]},";
            var presence = "{\"topic\":\"secure/inbound\",\"messageType\":\"presence\"," + sender
                    + "\"subProtocol\":1,\"payload\":";
            assertThat(nextOf(client, backend)).startsWith(presence + "{\"code\":0,\"status\":\"connected\"}");
            assertThat(nextOf(client, backend))
                    .isEqualTo("{\"topic\":\"secure/inbound\",\"messageType\":\"gettime\"," + sender
                            + "\"payload\":{},\"id\":\"m\"}}");
            assertThat(nextOf(client, backend)).startsWith(presence + "{\"code\":-1,\"status\":\"disconnected\"}");
        }
    }

    /** What it hears of one client; those of other tests may still be going. */
    private static String nextOf(RealtimeGateway.Line client, RealtimeGateway.Line backend) throws IOException {
        var heard = backend.next();
        while (!heard.contains(client.id())) {
            heard = backend.next();
        }
        return heard;
    }

    @Test
    void anApplicationMayDoWithoutAcknowledgementsAndInboundMessages() throws IOException {
        try (var line = gateway.open(QUIET, "ann", WRITE + "*", READ + "*").on("t")) {
            line.send("{\"type\":\"message\",\"data\":{\"payload\":\"\"}}");
            line.send(publish("t", "\"\""));

            assertThat(line.next()).isEqualTo(heard("t", line, "ann", "\"\""));

            line.send("{\"type\":\"subscribe\",\"data\":{\"topic\":\"secure/inbound\"}}");
            assertClosed(line, 1008, "Subscription to secure topic is forbidden!");
        }
    }

    @Test
    void framesSentBeforeTheWelcomeIsReadAreHandledInOrder() throws IOException {
        try (var client = gateway.dial(A, "ann", WRITE + "*")) {
            var frames = new byte[2000][];
            frames[0] = WireClient.text("{\"type\":\"subscribe\",\"data\":{\"topic\":\"t\"}}");
            for (var i = 1; i < frames.length; i++) {
                frames[i] = WireClient.text(publish("t", "\"" + i + "\""));
            }
            client.send(frames);

            var line = new RealtimeGateway.Line(client, RealtimeGateway.connectionId(client.readText()));
            assertThat(client.readText()).isEqualTo(line.welcome("t", A));
            for (var i = 1; i < frames.length; ) {
                var frame = client.readText();
                if (!frame.equals(ack("1"))) {
                    assertThat(frame).isEqualTo(heard("t", line, "ann", "\"" + i + "\""));
                    i++;
                }
            }
        }
    }

    @Test
    void fragmentsArePutTogetherWithPingsBetween() throws IOException {
        try (var line = gateway.open(A, "ann", WRITE + "*").on("t")) {
            var text = publish("t", "\"grüße\"").getBytes(StandardCharsets.UTF_8);
            line.client().send(WireClient.frame(WireClient.TEXT, Arrays.copyOf(text, 50)));
            line.client().send(WireClient.frame(0x80 | WireClient.PING, new byte[] {7}));
            line.client().send(WireClient.frame(WireClient.CONTINUATION, Arrays.copyOfRange(text, 50, 60)));
            line.client()
                    .send(WireClient.frame(0x80 | WireClient.CONTINUATION, Arrays.copyOfRange(text, 60, text.length)));

            var pong = line.client().read();
            assertThat(pong.opcode()).isEqualTo(WireClient.PONG);
            assertThat(pong.payload()).containsExactly(7);
            assertThat(line.next()).isEqualTo(ack("1"));
            assertThat(line.next()).isEqualTo(heard("t", line, "ann", "\"grüße\""));
        }
    }

    @Test
    void aCloseIsAnsweredAndTheSocketEnds() throws IOException {
        try (var line = gateway.open(A, "ann")) {
            line.client().send(WireClient.frame(0x80 | WireClient.CLOSE, new byte[] {3, (byte) 0xe8}));

            assertThat(line.client().read()).satisfies(close -> {
                assertThat(close.opcode()).isEqualTo(WireClient.CLOSE);
                assertThat(close.code()).isEqualTo(1000);
            });
            assertThat(line.client().isEnded()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello                                                          | 1008 | Invalid message format!",
                "{\"type\":\"shout\",\"data\":{}}                               | 1008 | Invalid message format!",
                "{\"type\":\"subscribe\",\"data\":{\"topic\":\"a*\"}}           | 1008 | Invalid message format!",
                "{\"type\":\"message\",\"data\":{\"payload\":7}}                | 1008 | Invalid message format!",
                "{\"type\":\"subscribe\",\"data\":{\"topic\":\"secure/x\"}}     | 1008 | Subscription to secure topic is forbidden!",
                "{\"type\":\"subscribe\",\"data\":{\"topic\":\"priv/x\"}}       | 1008 | Subscription to private topic is forbidden!",
                "{\"type\":\"publish\",\"data\":{\"topic\":\"x\",\"payload\":\"\"}} | 1008 | Publication to topic is forbidden!",
                "{\"type\":\"publish\",\"data\":{\"topic\":\"secure/inbound\",\"payload\":\"\"}} | 1008 | The topic is reserved!",
                "{\"type\":\"publish\",\"data\":{\"topic\":\"priv/acks\",\"payload\":\"\"}} | 1008 | The topic is reserved!",
                "{\"type\":\"publish\",\"data\":{\"topic\":\"t\",\"payload\":\"\",\"messageType\":\"welcome\"}} | 1008 | The message type is reserved!",
                "{\"type\":\"message\",\"data\":{\"payload\":\"\",\"messageType\":\"presence\"}} | 1008 | The message type is reserved!"
            })
    void endsALineThatBreaksTheRulesWithTheReason(String frame, int code, String reason) throws IOException {
        try (var line = gateway.open(A, "ann", WRITE + "t", READ + "secure/y")) {
            line.send(frame);
            line.send("{\"type\":\"subscribe\",\"data\":{\"topic\":\"never\"}}");

            assertClosed(line, code, reason);
        }
    }

    private static void assertClosed(RealtimeGateway.Line line, int code, String reason) throws IOException {
        var close = line.client().read();
        assertThat(close.head()).as(close.text()).isEqualTo(0x80 | WireClient.CLOSE);
        assertThat(close.code()).isEqualTo(code);
        assertThat(close.reason()).isEqualTo(reason);
        line.client().send(WireClient.frame(0x80 | WireClient.CLOSE, Arrays.copyOf(close.payload(), 2)));
        assertThat(line.client().isEnded()).isTrue();
    }

    @Test
    void clientFramesAreText() throws IOException {
        try (var line = gateway.open(A, "ann")) {
            line.client().send(WireClient.frame(0x80 | WireClient.BINARY, "{}".getBytes(StandardCharsets.UTF_8)));

            assertClosed(line, 1008, "Invalid message format!");
        }
    }

    @Test
    void textIsUtf8() throws IOException {
        try (var line = gateway.open(A, "ann")) {
            line.client().send(WireClient.frame(0x80 | WireClient.TEXT, new byte[] {'{', (byte) 0xff}));

            assertClosed(line, 1008, "Invalid message format!");
        }
    }

    @Test
    void framesThatAreNotMaskedAreProtocolErrors() throws IOException {
        try (var line = gateway.open(A, "ann")) {
            line.client().send(new byte[] {(byte) 0x81, 1, 'x'});

            assertThat(line.client().readClose().code()).isEqualTo(1002);
            assertThat(line.client().isEnded()).isTrue();
        }
    }

    @Test
    void framesOfExtensionsAreRefused() throws IOException {
        try (var line = gateway.open(A, "ann")) {
            var subscribe = "{\"type\":\"subscribe\",\"data\":{\"topic\":\"t\"}}";
            line.client().send(WireClient.frame(0xc0 | WireClient.TEXT, subscribe.getBytes(StandardCharsets.UTF_8)));

            var close = line.client().readClose();
            assertThat(close.code()).isEqualTo(1002);
            assertThat(close.reason()).isEqualTo("no extension was agreed on");
            assertThat(line.client().isEnded()).isTrue();
        }
    }

    @Test
    void aPayloadMayHaveExactlyItsLimit() throws IOException {
        try (var line = gateway.open(A, "ann", WRITE + "*").on("t")) {
            line.send(publish("t", "\"" + "x".repeat(5118) + "\""));
            assertThat(line.next()).isEqualTo(ack("1"));
            assertThat(line.next()).hasSizeGreaterThan(5118);

            line.send(publish("t", "\"" + "x".repeat(5119) + "\""));
            assertClosed(line, 1009, "The message is larger than allowed!");
        }
    }

    @Test
    void framesThatAreTooLargeAreNotReadToTheirEnd() throws IOException {
        var space = " ".repeat(6145);
        try (var line = gateway.open(A, "ann")) {
            line.send(space);
            assertClosed(line, 1009, "The message is larger than allowed!");
        }
        try (var line = gateway.open(A, "ann")) {
            var half = " ".repeat(4000).getBytes(StandardCharsets.UTF_8);
            line.client()
                    .send(WireClient.frame(WireClient.TEXT, half), WireClient.frame(WireClient.CONTINUATION, half));
            assertClosed(line, 1009, "The message is larger than allowed!");
        }
        try (var line = gateway.open(A, "ann")) {
            line.client().send(new byte[] {(byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0x7f, 0, 0, 0, 1, 2, 3, 4});
            assertThat(line.client().readClose().code()).isEqualTo(1009);
        }
    }

    @Test
    void whoPublishesWithoutReadingTheAnswersIsCut() throws Exception {
        var target = RealtimeGateway.target(A, RealtimeGateway.token(A, "deaf", WRITE + "*"));
        try (var deaf = gateway.dial(4096, target)) {
            var ping = WireClient.frame(0x80 | WireClient.PING, new byte[125]);
            var many = new byte[500][];
            Arrays.fill(many, ping);

            await().atMost(60, TimeUnit.SECONDS).pollDelay(0, TimeUnit.SECONDS).until(() -> isCut(deaf, many));
        }
    }

    private static boolean isCut(WireClient client, byte[][] frames) {
        try {
            client.send(frames);
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void aSlowReaderAloneIsCut() throws Exception {
        var slowTarget = RealtimeGateway.target(A, RealtimeGateway.token(A, "slow"));
        try (var slow = gateway.dial(4096, slowTarget);
                var swift = gateway.open(A, "swift").on("flood");
                var publisher = gateway.open(A, "publisher", WRITE + "*")) {
            slow.sendText("{\"type\":\"subscribe\",\"data\":{\"topic\":\"flood\"}}");
            slow.readText();
            slow.readText();
            var filler = "x".repeat(4000);

            for (var i = 0; i < 2500; i++) {
                publisher.send(publish("flood", "\"" + i + filler + "\""));
                assertThat(publisher.next()).isEqualTo(ack("1"));
                assertThat(swift.next()).contains("\"payload\":\"" + i + "x");
            }

            assertThat(framesUntilCut(slow)).isBetween(1, 2400);
        }
    }

    /** It may be too slow even for the close frame. */
    private static int framesUntilCut(WireClient client) {
        var frames = 0;
        try {
            for (var frame = client.read(); frame.opcode() != WireClient.CLOSE; frame = client.read()) {
                assertThat(frame.text()).contains("\"payload\":\"" + frames + "x");
                frames++;
            }
        } catch (EOFException | SocketException cut) {
            return frames;
        } catch (IOException other) {
            throw new AssertionError(other);
        }
        return frames;
    }

    @Test
    void clientsOfOthersUnderstandIt() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var listener = new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                heard.add(data.toString());
                return WebSocket.Listener.super.onText(socket, data, last);
            }

            @Override
            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                heard.add(code + " " + reason);
                return WebSocket.Listener.super.onClose(socket, code, reason);
            }
        };
        var socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + gateway.port()
                                + RealtimeGateway.target(A, RealtimeGateway.token(A, "ann", WRITE + "*"))),
                        listener)
                .get(10, TimeUnit.SECONDS);

        assertThat(heard.poll(10, TimeUnit.SECONDS)).contains("\"messageType\":\"welcome\"");
        socket.sendText("{\"type\":\"publish\",\"data\":", false).get(10, TimeUnit.SECONDS);
        socket.sendText("{\"topic\":\"main\",\"payload\":\"hi\",\"id\":\"7\"}}", true)
                .get(10, TimeUnit.SECONDS);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(ack("7"));
        assertThat(heard.poll(10, TimeUnit.SECONDS)).endsWith("\"payload\":\"hi\",\"id\":\"7\"}}");
        socket.sendText("no", true).get(10, TimeUnit.SECONDS);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("1008 Invalid message format!");
    }
}
