package io.trunkline.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.Broker;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import io.trunkline.gateway.realtime.NoLeaks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams whose clients go on from somewhere in their topics' logs. */
@ExtendWith(NoLeaks.class)
class ResumedEventsIT {
    private static final String A = "a".repeat(32);
    private static final int MANY = 10_000;

    @TempDir
    private static Path directory;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        var topics = List.of(Map.of("pattern", "kept/#", "historySize", 50_000));
        var keeping = Directories.with(
                Directories.application(A), Map.of("topics", topics, "limits", Map.of("connectionsPerSubject", 0)));
        gateway = RunningGateway.start(directory, List.of(keeping));
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static EventReader get(int receiveBuffer, String query, String... headers) throws IOException {
        var token = Tokens.hs256(Directories.clientSecret(A), Map.of("sub", "ann"));
        return new EventReader(
                gateway.port(), receiveBuffer, "GET /apps/" + A + "/events?access_token=" + token + query, headers);
    }

    private static EventReader open(String query, String... headers) throws IOException {
        var reader = get(0, query, headers);
        assertThat(reader.head()).startsWith("http/1.1 200 ");
        return reader;
    }

    /** Answers the position, or null. */
    private static String publish(String topic, Object json) {
        var backend = new Principal(
                new ApplicationId(A), "backend", Permissions.of(List.of("realtime:publisher:write:topic:*")));
        var at = Objects.requireNonNull(gateway.bean(Broker.class)
                        .publish(
                                backend,
                                Topic.of(topic),
                                Message.of(Payload.json(json.toString().getBytes(StandardCharsets.UTF_8))))
                        .block(Duration.ofSeconds(10)))
                .position();
        return at == null ? null : at.text();
    }

    private static String plus(String position, int more) {
        var colon = position.indexOf(':') + 1;
        return position.substring(0, colon) + (Long.parseLong(position.substring(colon)) + more);
    }

    private static String event(String id, String topic, Object json) {
        return (id == null ? "" : "id: " + id + "\n") + "data: {\"topic\":\"" + topic
                + "\",\"messageType\":\"broadcast\",\"data\":" + json + "}";
    }

    private static void assertResumes(String event, String id, String topic, String continuity, String position) {
        var at = position == null ? "null" : "\"" + position + "\"";
        assertThat(event)
                .startsWith((id == null ? "" : "id: " + id + "\n") + "data: {\"topic\":\"" + topic + "\"")
                .endsWith(",\"resume\":{\"continuity\":\"" + continuity + "\",\"position\":" + at + "}}}");
    }

    @Test
    void aBrowserThatComesBackHearsWhatItMissed() throws IOException {
        var topic = "kept/browser";
        var first = publish(topic, 1);
        try (var reader = open("&topic=" + topic)) {
            assertThat(reader.event())
                    .startsWith("retry: 3000\nid: " + first + "\ndata: ")
                    .doesNotContain("resume");
            publish("main", 0);
            assertThat(reader.event()).isEqualTo(event(null, "main", 0));
            publish(topic, 2);
            assertThat(reader.event()).isEqualTo(event(plus(first, 1), topic, 2));
        }
        publish(topic, 3);
        try (var reader = open("&topic=" + topic, "Last-Event-ID: " + plus(first, 1))) {
            assertThat(reader.event()).startsWith("retry: 3000\ndata: ").doesNotContain("resume");
            assertResumes(reader.event(), plus(first, 1), topic, "resumed", plus(first, 1));
            assertThat(reader.event()).isEqualTo(event(plus(first, 2), topic, 3));
            publish(topic, 4);
            assertThat(reader.event()).isEqualTo(event(plus(first, 3), topic, 4));
        }
    }

    @Test
    void aBrowserThatHeardNothingYetComesBackToWhereItCame() throws IOException {
        var topic = "kept/idle";
        String welcome;
        try (var reader = open("&topic=" + topic)) {
            welcome = reader.event();
        }
        var at = publish(topic, 1);
        var id = welcome.replaceAll("(?s).*\nid: ([^\n]+)\n.*", "$1");
        try (var reader = open("&topic=" + topic, "Last-Event-ID: " + id)) {
            reader.event();
            assertResumes(reader.event(), plus(at, -1), topic, "resumed", plus(at, -1));
            assertThat(reader.event()).isEqualTo(event(at, topic, 1));
        }
    }

    @Test
    void theIdOfManyTopicsIsAListOfTheirPlaces() throws IOException {
        var query = "&topic=kept/x&topic=free&topic=kept/y";
        String last;
        var x = publish("kept/x", 1);
        var y = publish("kept/y", 1);
        try (var reader = open(query)) {
            assertThat(reader.event()).startsWith("retry: 3000\nid: " + x + ",-," + y + "\n");
            publish("kept/y", 2);
            assertThat(reader.event()).isEqualTo(event(x + ",-," + plus(y, 1), "kept/y", 2));
            publish("free", 2);
            assertThat(reader.event()).isEqualTo(event(null, "free", 2));
            publish("kept/x", 2);
            last = plus(x, 1) + ",-," + plus(y, 1);
            assertThat(reader.event()).isEqualTo(event(last, "kept/x", 2));
        }
        publish("kept/y", 3);
        publish("kept/x", 3);
        try (var reader = open(query, "Last-Event-ID: " + last)) {
            reader.event();
            assertResumes(reader.event(), null, "kept/x", "resumed", plus(x, 1));
            assertResumes(reader.event(), last, "kept/y", "resumed", plus(y, 1));
            assertThat(reader.event()).isEqualTo(event(plus(x, 2) + ",-," + plus(y, 1), "kept/x", 3));
            assertThat(reader.event()).isEqualTo(event(plus(x, 2) + ",-," + plus(y, 2), "kept/y", 3));
        }
        try (var reader = open(query + "&since=" + plus(x, 1) + ",-," + plus(y, 2))) {
            reader.event();
            assertResumes(reader.event(), null, "kept/x", "resumed", plus(x, 1));
            assertResumes(reader.event(), null, "free", "lost", null);
            assertResumes(reader.event(), plus(x, 1) + ",-," + plus(y, 2), "kept/y", "resumed", plus(y, 2));
        }
    }

    @Test
    void whatIsNoPlaceIsLostAndNotRefused() throws IOException {
        var at = publish("kept/old", 1);
        for (var id : List.of("0123456789abcdef0123456789abcdef", "another:7", "-", at + "," + at)) {
            try (var reader = open("&topic=kept/old&since=latest", "Last-Event-ID: " + id)) {
                reader.event();
                assertResumes(reader.event(), plus(at, -1), "kept/old", "lost", plus(at, -1));
                assertThat(reader.event()).isEqualTo(event(at, "kept/old", 1));
            }
        }
    }

    /** A browser does that by itself. */
    @Test
    void whoComesBackToWhatHasNoHistoryHearsNothingNew() throws IOException {
        try (var reader = open("&topic=free", "Last-Event-ID: 0123456789abcdef0123456789abcdef")) {
            assertThat(reader.event()).matches("retry: 3000\ndata: .*\"remoteAddress\":\"127.0.0.1\"}}}");
            publish("free", 1);
            assertThat(reader.event()).matches("id: [0-9a-f]{32}\n.*").endsWith(event(null, "free", 1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'&topic=a&since=x', 400",
        "'&topic=a&since=', 400",
        "'&topic=a&topic=b&since=e:1', 400",
        "'&topic=a&since=e:1,e:1', 400",
        "'&topic=a&topic=b&since=earliest', 200",
        "'&since=latest', 200",
        "'&topic=kept/a&since=e:1', 200",
        "'&topic=secure/a&since=latest', 403"
    })
    void aQueryThatIsNoPlaceIsMalformed(String query, int status) throws IOException {
        try (var reader = get(0, query)) {
            assertThat(reader.head()).startsWith("http/1.1 " + status + " ");
        }
    }

    @Test
    void aSlowReaderOfMuchIsNotCut() throws IOException {
        String last = null;
        for (var number = 0; number < MANY; number++) {
            last = publish("kept/much", number);
        }
        try (var reader = get(4096, "&topic=kept/much&since=earliest")) {
            reader.head();
            reader.event();
            assertResumes(reader.event(), plus(last, -MANY), "kept/much", "resumed", plus(last, -MANY));
            for (var number = 0; number < MANY; number++) {
                assertThat(reader.event()).isEqualTo(event(plus(last, number + 1 - MANY), "kept/much", number));
            }
        }
    }
}
