package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.RealtimeGateway.KEEPING;
import static io.trunkline.gateway.realtime.RealtimeGateway.target;
import static io.trunkline.gateway.realtime.RealtimeGateway.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.gateway.realtime.RealtimeGateway.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients that publish on durable topics without waiting for their acknowledgements, while the log takes its time. */
@ExtendWith(NoLeaks.class)
class ManyAtOnceIT {
    private static final String WRITE = "realtime:publisher:write:topic:*";
    private static final HeldLog LOG = new HeldLog();

    @TempDir
    private static Path directory;

    private static RealtimeGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new RealtimeGateway(directory, LOG);
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(LOG.waiting()).isEmpty();
    }

    private static Line open(String subject) throws IOException {
        return gateway.open(KEEPING, subject, WRITE);
    }

    private static Line told(String subject) throws IOException {
        var client = gateway.dial(0, target(KEEPING, token(KEEPING, subject, WRITE)) + "&errors=frames");
        return new Line(client, RealtimeGateway.connectionId(client.readText()));
    }

    private static String publish(String topic, int number) {
        return publish(topic, number, "\"" + number + "\"", "");
    }

    private static String publish(String topic, int number, String payload, String more) {
        return "{\"type\":\"publish\",\"data\":{\"topic\":\"" + topic + "\",\"payload\":" + payload + ",\"id\":\""
                + number + "\"" + more + "}}";
    }

    private static void send(Line line, int from, int end) throws IOException {
        var frames = IntStream.range(from, end)
                .mapToObj(number -> WireClient.text(publish("safe/a", number)))
                .toArray(byte[][]::new);
        line.client().send(frames);
    }

    private static void awaitWaiting(List<String> expected) {
        await().untilAsserted(() -> assertThat(LOG.waiting()).isEqualTo(expected));
    }

    private static List<String> numbers(int from, int end) {
        return IntStream.range(from, end)
                .mapToObj(number -> "safe/a \"" + number + "\"")
                .toList();
    }

    private static String ack(int number) {
        return "{\"topic\":\"priv/acks\",\"messageType\":\"ack\",\"data\":{\"data\":\"" + number + "\"}}";
    }

    private static void acknowledged(Line line, int from, int end) throws IOException {
        for (var number = from; number < end; number++) {
            assertThat(line.next()).isEqualTo(ack(number));
        }
    }

    /** They wait in the log, in their order and none but they, and are acknowledged when they are there. */
    private static void taken(Line line, int from, int end) throws IOException {
        awaitWaiting(numbers(from, end));
        LOG.commit(end - from);
        acknowledged(line, from, end);
    }

    private static void heard(Line line, int from, int end) throws IOException {
        for (var number = from; number < end; number++) {
            assertThat(line.next()).contains("\"topic\":\"safe/a\"", "\"payload\":\"" + number + "\"");
        }
    }

    /** Commits all that waits, again and again, until so many are acknowledged. */
    private static void all(Line line, int from, int end, int most) throws IOException {
        var done = from;
        while (done < end) {
            await().until(() -> !LOG.waiting().isEmpty());
            var next = LOG.waiting().size();
            assertThat(next).isLessThanOrEqualTo(most);
            LOG.commit(next);
            acknowledged(line, done, done + next);
            done += next;
        }
    }

    /** Which of the two comes first is not promised. */
    private static void heardAndAcknowledged(Line line, int number) throws IOException {
        assertThat(List.of(line.next(), line.next()))
                .anyMatch(frame -> frame.equals(ack(number)))
                .anyMatch(frame ->
                        frame.startsWith("{\"topic\":\"safe/a\"") && frame.contains("\"payload\":\"" + number + "\""));
    }

    private static void code(Line line, String code, int id) throws IOException {
        assertThat(line.next()).contains("\"messageType\":\"error\"", "\"code\":\"" + code + "\"", "\"id\":\"" + id);
    }

    @Test
    void theyAreInTheLogTogetherAndAcknowledgedInTheirOrder() throws Exception {
        try (var line = open("together");
                var reader = gateway.open(KEEPING, "hears").on("safe/a")) {
            send(line, 0, 10);

            taken(line, 0, 10);
            heard(reader, 0, 10);
        }
    }

    @Test
    void noMoreThanTheWindowAreThereAtOnceAndNoneIsLost() throws Exception {
        try (var line = open("window");
                var reader = gateway.open(KEEPING, "hears").on("safe/a")) {
            send(line, 0, 300);
            awaitWaiting(numbers(0, InFlight.MOST));
            LOG.commit(InFlight.MOST / 2 - 1);
            acknowledged(line, 0, InFlight.MOST / 2 - 1);
            assertThat(LOG.waiting()).isEqualTo(numbers(InFlight.MOST / 2 - 1, InFlight.MOST));
            LOG.commit(1);
            acknowledged(line, InFlight.MOST / 2 - 1, InFlight.MOST / 2);
            awaitWaiting(numbers(InFlight.MOST / 2, InFlight.MOST / 2 + InFlight.MOST));

            all(line, InFlight.MOST / 2, 300, InFlight.MOST);
            heard(reader, 0, 300);
        }
    }

    @Test
    void aFullWindowIsNotReadOn() throws Exception {
        try (var line = open("full");
                var other = open("reads")) {
            send(line, 0, InFlight.MOST);
            awaitWaiting(numbers(0, InFlight.MOST));
            line.client().send(WireClient.frame(0x80 | WireClient.PING, new byte[] {7}));
            other.on("free");

            LOG.commit(InFlight.MOST / 2);
            acknowledged(line, 0, InFlight.MOST / 2);
            assertThat(line.client().read().opcode()).isEqualTo(WireClient.PONG);
            LOG.commit(InFlight.MOST / 2);
            acknowledged(line, InFlight.MOST / 2, InFlight.MOST);
        }
    }

    @Test
    void largeOnesFillTheWindowSooner() throws Exception {
        var payload = "\"" + "x".repeat(5_000) + "\"";
        try (var line = open("large")) {
            for (var number = 0; number < 30; number++) {
                line.send(publish("safe/a", number, payload, ""));
            }
            var frame = publish("safe/a", 10, payload, "").length();
            var most = (InFlight.MOST_BYTES + frame - 1) / frame;
            await().until(() -> LOG.waiting().size() >= most);
            assertThat(LOG.waiting()).hasSize(most);
            all(line, 0, 30, most);
        }
    }

    @Test
    void anotherTopicIsNotKeptWaitingAndItsAcknowledgementIs() throws Exception {
        try (var line = open("other").on("free")) {
            line.send(publish("safe/a", 0));
            line.send(publish("free", 1));
            line.send("{\"type\":\"message\",\"data\":{\"payload\":{},\"id\":\"2\"}}");
            line.send(publish("safe/a", 3));

            assertThat(line.next()).contains("\"topic\":\"free\"", "\"payload\":\"1\"");
            awaitWaiting(List.of("safe/a \"0\"", "safe/a \"3\""));
            LOG.commit(2);
            acknowledged(line, 0, 4);
        }
    }

    @Test
    void whatIsNoPublishKeepsItsPlace() throws Exception {
        try (var line = open("places")) {
            send(line, 0, 2);
            line.send("{\"type\":\"subscribe\",\"data\":{\"topic\":\"safe/a\"}}");
            send(line, 2, 4);
            line.send("{\"type\":\"unsubscribe\",\"data\":{\"topic\":\"safe/a\"}}");
            send(line, 4, 5);

            taken(line, 0, 2);
            assertThat(line.next()).isEqualTo(line.welcome("safe/a", KEEPING));
            awaitWaiting(numbers(2, 4));
            LOG.commit(1);
            heardAndAcknowledged(line, 2);
            assertThat(LOG.waiting()).isEqualTo(numbers(3, 4));
            LOG.commit(1);
            heardAndAcknowledged(line, 3);
            taken(line, 4, 5);
        }
    }

    /** It may have to be looked for in the log first. */
    @Test
    void behindOneWithAKeyTheNextWaits() throws Exception {
        try (var line = open("keyed")) {
            line.send(publish("safe/a", 0));
            line.send(publish("safe/a", 1, "\"1\"", ",\"idempotencyKey\":\"k\""));
            line.send(publish("safe/a", 2));

            awaitWaiting(numbers(0, 2));
            LOG.commit(1);
            acknowledged(line, 0, 1);
            assertThat(LOG.waiting()).isEqualTo(numbers(1, 2));
            LOG.commit(1);
            acknowledged(line, 1, 2);
            taken(line, 2, 3);
        }
    }

    @Test
    void aNoIsToldInItsTurn() throws Exception {
        try (var line = told("turn")) {
            send(line, 0, 1);
            line.send(publish("priv/acks", 1));
            line.send("{\"type\":\"publish\",\"data\":{\"topic\":\"safe/a\",\"payload\":7,\"id\":\"2\"}}");
            send(line, 3, 6);

            taken(line, 0, 1);
            code(line, "reserved-topic", 1);
            code(line, "malformed", 2);
            awaitWaiting(numbers(3, 6));
            LOG.commit(1);
            LOG.fail();
            LOG.commit(1);
            acknowledged(line, 3, 4);
            code(line, "unavailable", 4);
            acknowledged(line, 5, 6);
        }
    }

    @Test
    void whoIsNotToldOfErrorsIsClosedInItsTurnAndNothingBehindIsTaken() throws Exception {
        try (var line = open("closed")) {
            send(line, 0, 2);
            line.send(publish("priv/acks", 2));
            send(line, 3, 5);

            taken(line, 0, 2);
            assertThat(line.client().readClose().reason())
                    .isEqualTo(CloseStatus.of(Reason.RESERVED_TOPIC).text());
        }
        try (var line = open("closed")) {
            send(line, 0, 3);
            awaitWaiting(numbers(0, 3));
            LOG.commit(1);
            LOG.fail();
            LOG.commit(1);

            acknowledged(line, 0, 1);
            var last = line.client().read();
            assertThat(last.opcode()).isEqualTo(WireClient.CLOSE);
            assertThat(last.reason())
                    .isEqualTo(CloseStatus.of(Reason.UNAVAILABLE).text());
        }
    }

    @Test
    void whatIsInFlightGoesOnWhenItsPublisherIsGone() throws Exception {
        try (var reader = gateway.open(KEEPING, "hears").on("safe/a")) {
            try (var line = open("gone")) {
                send(line, 0, 5);
                awaitWaiting(numbers(0, 5));
            }
            LOG.commit(5);
            heard(reader, 0, 5);
        }
    }

    @Test
    void aCloseIsAnsweredAfterWhatWasSentBefore() throws Exception {
        try (var line = open("leaves")) {
            send(line, 0, 3);
            line.client().send(WireClient.frame(0x80 | WireClient.CLOSE, new byte[] {3, (byte) 232, 'b', 'y', 'e'}));

            taken(line, 0, 3);
            var close = line.client().read();
            assertThat(close.opcode()).isEqualTo(WireClient.CLOSE);
            assertThat(close.code()).isEqualTo(1000);
            assertThat(close.reason()).isEqualTo("bye");
            assertThat(line.client().isEnded()).isTrue();
        }
    }
}
