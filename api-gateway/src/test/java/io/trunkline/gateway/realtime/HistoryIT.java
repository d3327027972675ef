package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.KeptTopics.HISTORY;
import static io.trunkline.gateway.realtime.KeptTopics.fill;
import static io.trunkline.gateway.realtime.KeptTopics.history;
import static io.trunkline.gateway.realtime.KeptTopics.plus;
import static io.trunkline.gateway.realtime.KeptTopics.publish;
import static io.trunkline.gateway.realtime.RealtimeGateway.A;
import static io.trunkline.gateway.realtime.RealtimeGateway.KEEPING;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What topics remember, by HTTP. */
@ExtendWith(NoLeaks.class)
class HistoryIT {
    private static final String READ = "realtime:subscriber:read:topic:";
    private static final String WRITE = "realtime:publisher:write:topic:*";

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

    @Test
    void publishesSayWhereTheyAre() throws Exception {
        var first = publish(gateway, "kept/said", 1).path("position").stringValue();
        var batch = gateway.post(
                "/api/topics/" + KEEPING + "/publish-batch",
                RealtimeGateway.adminToken(KEEPING, WRITE),
                "{\"messages\":[{\"topic\":\"kept/said\",\"message\":2},{\"topic\":\"free\",\"message\":3}]}");

        assertThat(first).matches("[0-9a-z.]+:1");
        assertThat(batch.body())
                .matches("\\{\"results\":\\[\\{\"published\":\\{\"id\":\"\\w+\",\"time\":\"[^\"]+\",\"subscribers\":0,"
                        + "\"position\":\"" + plus(first, 1) + "\"}},"
                        + "\\{\"published\":\\{\"id\":\"\\w+\",\"time\":\"[^\"]+\",\"subscribers\":0}}]}");
    }

    @Test
    void aMessageIsTheFrameOfThoseWhoHearIt() throws Exception {
        var topic = "kept/frames";
        var published = publish(gateway, topic, "{\"a\":[1]}");
        try (var line = gateway.open(KEEPING, "ann", WRITE)) {
            line.send("{\"type\":\"publish\",\"data\":{\"topic\":\"" + topic
                    + "\",\"payload\":\"x\",\"id\":\"mine\",\"messageType\":\"note\"}}");
            assertThat(line.next()).contains("priv/acks");
            var answer = gateway.get(HISTORY + "?topic=" + topic, RealtimeGateway.token(KEEPING, "reader"));
            var at = published.path("position").stringValue();

            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(answer.body().replaceAll("\"time\":\"[^\"]+\"", "\"time\":0"))
                    .isEqualTo("{\"continuity\":\"resumed\",\"head\":\"" + plus(at, 1) + "\",\"messages\":["
                            + "{\"id\":\"" + published.path("id").stringValue() + "\",\"time\":0,\"topic\":\"" + topic
                            + "\",\"messageType\":\"broadcast\",\"data\":{\"a\":[1]},\"position\":\"" + at + "\"},"
                            + "{\"id\":\"mine\",\"time\":0,\"topic\":\"" + topic
                            + "\",\"messageType\":\"note\",\"data\":{\"client\":{\"connectionId\":\"" + line.id()
                            + "\",\"subject\":\"ann\"},\"payload\":\"x\",\"id\":\"mine\"},\"position\":\"" + plus(at, 1)
                            + "\"}],\"next\":\"" + plus(at, 1) + "\"}");
            assertThat(answer.body()).contains("\"time\":" + published.path("time"));
        }
    }

    @Test
    void pagesLeadFromTheOldestToTheHead() throws Exception {
        var last = fill(gateway, "kept/pages", 0, 250);
        var heard = new ArrayList<Integer>();
        var since = "earliest";
        for (var pages = 0; pages < 4; pages++) {
            var page = history(gateway, "?topic=kept/pages&since=" + since);
            page.path("messages")
                    .forEach(message -> heard.add(message.path("data").intValue()));
            since = page.path("next").stringValue();
            assertThat(page.path("continuity").stringValue()).isEqualTo("resumed");
            assertThat(page.path("head").stringValue()).isEqualTo(last);
        }

        assertThat(since).isEqualTo(last);
        assertThat(heard).hasSize(250).isSorted().doesNotHaveDuplicates();
        assertThat(history(gateway, "?topic=kept/pages&since=latest")
                        .path("next")
                        .stringValue())
                .isEqualTo(last);
        assertThat(history(gateway, "?topic=kept/pages&limit=1000").path("messages"))
                .hasSize(250);
    }

    @Test
    void aPageIsNotWithoutBounds() throws Exception {
        for (var number = 0; number < 300; number++) {
            publish(gateway, "kept/long", "\"" + "x".repeat(5_000) + "\"");
        }
        var page = history(gateway, "?topic=kept/long&limit=1000");
        var rest = history(
                gateway,
                "?topic=kept/long&limit=1000&since=" + page.path("next").stringValue());

        assertThat(page.path("messages").size()).isBetween(200, 299);
        assertThat(page.path("messages").size() + rest.path("messages").size()).isEqualTo(300);
    }

    @Test
    void saysWhatIsLost() throws Exception {
        var last = fill(gateway, "kept/few", 0, 4);

        var lost = history(gateway, "?topic=kept/few&since=" + plus(last, -3));
        assertThat(lost.path("continuity").stringValue()).isEqualTo("lost");
        assertThat(lost.path("messages")).hasSize(2);
        assertThat(gateway.get(HISTORY + "?topic=free", RealtimeGateway.token(KEEPING, "reader"))
                        .body())
                .isEqualTo("{\"continuity\":\"lost\",\"head\":null,\"messages\":[],\"next\":null}");
    }

    @Test
    void anAnswerHasWhatItsDescriptionSays() throws Exception {
        publish(gateway, "kept/described", "{\"a\":1}");
        var api = JsonMapper.shared().readTree(gateway.get("/v3/api-docs").body());
        var operation = api.path("paths").path("/api/topics/{appId}/history").path("get");
        var described = schema(api, operation.at("/responses/200/content/application~1json/schema"));
        var message = schema(api, described.at("/properties/messages/items"));

        var page = history(gateway, "?topic=kept/described");

        assertMembers(described, page);
        assertMembers(message, page.at("/messages/0"));
        assertThat(described.at("/properties/head/type").toString()).contains("null");
        assertThat(parameter(operation, "limit").at("/schema/maximum").intValue())
                .isEqualTo(1_000);
        assertThat(parameter(operation, "topic").path("required").booleanValue())
                .isTrue();
        assertThat(parameter(operation, "since").at("/schema/default").stringValue())
                .isEqualTo("earliest");
        assertThat(operation.path("responses").propertyNames())
                .contains("200", "400", "401", "403", "404", "429", "503");
    }

    private static JsonNode schema(JsonNode api, JsonNode reference) {
        return api.at(reference.path("$ref").stringValue().substring(1));
    }

    private static JsonNode parameter(JsonNode operation, String name) {
        return operation
                .path("parameters")
                .valueStream()
                .filter(one -> one.path("name").stringValue().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertMembers(JsonNode schema, JsonNode answer) {
        assertThat(schema.path("properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(answer.propertyNames());
        assertThat(schema.path("required").valueStream().map(JsonNode::stringValue))
                .containsExactlyInAnyOrderElementsOf(answer.propertyNames());
    }

    @Test
    void isForWhoMayHearTheTopic() throws Exception {
        var path = "/topics/" + KEEPING + "/history?topic=secure/a";
        assertThat(gateway.get(path, RealtimeGateway.token(KEEPING, "ann", READ + "secure/*"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.get(path, RealtimeGateway.adminToken(KEEPING, READ + "secure/*"))
                        .statusCode())
                .isEqualTo(200);
        for (var token : new String[] {RealtimeGateway.token(KEEPING, "ann"), RealtimeGateway.adminToken(KEEPING)}) {
            assertThat(gateway.get(path, token).statusCode()).isEqualTo(403);
            assertThat(gateway.get(path.replace("secure", "priv"), token).statusCode())
                    .isEqualTo(403);
        }
        assertThat(gateway.get(path, RealtimeGateway.token(A, "ann", READ + "*"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(gateway.get(path).statusCode()).isEqualTo(401);
    }

    @Test
    void aClientMayCallNothingElseOfThese() throws Exception {
        var answer = gateway.get(
                "/api/topics/" + KEEPING + "/presence?topic=a",
                RealtimeGateway.token(KEEPING, "ann", "realtime:admin:manage:subscribers"));

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?topic=",
                "?topic=kept/a&limit=0",
                "?topic=kept/a&limit=1001",
                "?topic=kept/a&limit=x",
                "?topic=kept/a&since=",
                "?topic=kept/a&since=7",
                "?topic=kept/a&topic=kept/b",
                "?topic=kept/a&limit=1&limit=1"
            })
    void whatCannotBeReadIsMalformed(String query) throws Exception {
        var answer = gateway.get(HISTORY + query, RealtimeGateway.token(KEEPING, "reader"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/topics/%s/history?topic=kept/a&topic=kept/b",
                "/connections/%s?subject=ann&subject=bob",
                "/apps/%s/events?topic=kept/a&topic=kept/b&since=earliest&since=latest"
            })
    void aParameterIsGivenOnceOnEveryPath(String path) throws Exception {
        var token = path.startsWith("/connections")
                ? RealtimeGateway.adminToken(KEEPING, "realtime:admin:manage:connections")
                : RealtimeGateway.token(KEEPING, "reader");

        var answer = gateway.get(path.formatted(KEEPING), token);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("given once");
    }
}
