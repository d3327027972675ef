package io.trunkline.telemetry.report;

import static io.trunkline.telemetry.Wire.batch;
import static io.trunkline.telemetry.Wire.newApplication;
import static io.trunkline.telemetry.Wire.record;

import io.trunkline.telemetry.TelemetryIT;
import io.trunkline.telemetry.Wire;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Aggregates and top topics. Now is 2026-11-21T10:17:42Z. */
@TelemetryIT
class AggregatesIT {
    private static final String AGGREGATES = "/telemetry/aggregates/{appId}/{days}";
    private static final String TOP_TOPICS = "/telemetry/top-topics/{appId}/{days}";

    @Autowired
    WebTestClient client;

    Wire wire;
    String app = newApplication();

    @BeforeEach
    void connect() {
        wire = new Wire(client);
    }

    @Test
    void showTheSampleOfTheContractHoweverOftenItWasSent() {
        var sample = Wire.contract("usage-batch.json").replace("0123456789abcdef0123456789abcdef", app);
        wire.accepted(sample);
        wire.accepted(sample);

        expect(Wire.contract("aggregates-report.json"), AGGREGATES, app, "1");
        expect(Wire.contract("top-topics-report.json"), TOP_TOPICS, app, "1");
    }

    @Test
    void countBatchesOfOlderGatewaysAsWithoutCalls() {
        wire.accepted(batch("node-a", record("2026-11-21T05:59:00Z", app, 1)));

        wire.get(AGGREGATES, app, "1")
                .expectBody()
                .jsonPath("$.ops")
                .isEqualTo(1)
                .jsonPath("$.apiCalls")
                .isEqualTo(0);
    }

    @Test
    void listTheBusiestTopicsOfAllNodesAndHoursWithinThePeriod() {
        wire.accepted(topics("a", topic("2026-11-21T08:00:00Z", "x", 5), topic("2026-11-21T09:00:00Z", "y", 4)));
        wire.accepted(topics("a", topic("2026-11-21T08:00:00Z", "x", 2), topic("2026-11-21T09:00:00Z", "", 9)));
        wire.accepted(topics("b", topic("2026-11-21T09:00:00Z", "y", 3), topic("2026-11-21T09:00:00Z", "z", 1)));
        wire.accepted(topics("b", topic("2026-11-20T09:00:00Z", "old", 50)));

        expect("""
                {"ops": 22, "bytes": 220, "records": [
                  {"topic": "y", "ops": 7, "bytes": 70}, {"topic": "x", "ops": 5, "bytes": 50}]}
                """, TOP_TOPICS + "?limit=2", app, "1");
        wire.get(TOP_TOPICS, app, "2")
                .expectBody()
                .jsonPath("$.records[0].topic")
                .isEqualTo("old")
                .jsonPath("$.records.length()")
                .isEqualTo(4);
    }

    @Test
    void areEmptyForAnApplicationNothingIsKnownOf() {
        expect("{\"ops\": 0, \"bytes\": 0, \"records\": []}", TOP_TOPICS, app, "90");
        wire.get(AGGREGATES, app, "90")
                .expectBody()
                .jsonPath("$.records.length()")
                .isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource({"91,100,days", "1,0,limit", "1,1001,limit", "1,-1,limit", "1,ten,limit"})
    void refuseWhatIsOutOfBounds(String days, String limit, String field) {
        wire.get(TOP_TOPICS + "?limit={limit}", app, days, limit)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.field")
                .isEqualTo(field);
    }

    @Test
    void answerTheDemosWhoseGetNamesAContentType() {
        for (var path : new String[] {AGGREGATES, TOP_TOPICS + "?limit=1000"}) {
            asDemo(path, TelemetryIT.OPERATOR_TOKEN)
                    .expectStatus()
                    .isOk()
                    .expectHeader()
                    .contentType(MediaType.APPLICATION_JSON)
                    .expectBody()
                    .jsonPath("$.ops")
                    .isEqualTo(0);
            asDemo(path, "somebody")
                    .expectStatus()
                    .isUnauthorized()
                    .expectHeader()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .expectBody()
                    .jsonPath("$.status")
                    .isEqualTo(401);
        }
    }

    private ResponseSpec asDemo(String path, String token) {
        return client.get()
                .uri(path, app, "7")
                .headers(headers -> headers.setBearerAuth(token))
                .header("X-App-Id", app)
                .header("Content-Type", "application/json")
                .exchange();
    }

    private void expect(String json, String path, Object... variables) {
        wire.get(path, variables).expectStatus().isOk().expectBody().json(json, JsonCompareMode.STRICT);
    }

    private static String topics(String node, String... topics) {
        return "{\"node\":\"%s\",\"records\":[],\"topics\":[%s]}".formatted(node, String.join(",", topics));
    }

    private String topic(String hour, String name, int ops) {
        return "{\"hour\":\"%s\",\"appId\":\"%s\",\"topic\":\"%s\",\"ops\":%d,\"bytes\":%d}"
                .formatted(hour, app, name, ops, ops * 10);
    }
}
