package io.trunkline.telemetry.ingest;

import static io.trunkline.telemetry.Wire.batch;
import static io.trunkline.telemetry.Wire.newApplication;
import static io.trunkline.telemetry.Wire.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.telemetry.TelemetryIT;
import io.trunkline.telemetry.Wire;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@TelemetryIT
class UsageIngestIT {
    private static final String NOON = "2026-11-21T09:00:00Z";

    @Autowired
    WebTestClient client;

    Wire wire;
    String app = newApplication();

    @BeforeEach
    void connect() {
        wire = new Wire(client);
    }

    @Test
    void takesTheSampleOfTheContract() {
        wire.accepted(Wire.contract("usage-batch.json"));
        wire.expectReport("0123456789abcdef0123456789abcdef", Wire.contract("publications-report.json"));
    }

    @Test
    void countsARepeatedBatchOnce() {
        var batch = batch("node-a", record(NOON, app, 10));

        IntStream.range(0, 5).forEach(time -> wire.accepted(batch));

        wire.expectOps(app, 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void comesToTheSameCountsInWhateverOrderBatchesArrive(long seed) {
        var batches = new ArrayList<String>();
        for (int ops = 1; ops <= 20; ops++) {
            batches.add(batch("node-a", record(NOON, app, ops), record("2026-11-21T09:31:00Z", app, ops * 2)));
            batches.add(batch("node-b", record(NOON, app, ops * 5)));
        }
        Collections.shuffle(batches, new Random(seed));

        batches.forEach(wire::accepted);

        wire.expectOps(app, 20 + 40 + 100);
    }

    @Test
    void addsUpTheRunsOfANodeThatWasRestartedWithinAMinute() {
        wire.accepted(batch("node-a-boot1", record(NOON, app, 10)));
        wire.accepted(batch("node-a-boot2", record(NOON, app, 4)));

        wire.expectOps(app, 14);
    }

    @Test
    void letsTheGreatestStandWhenABatchTellsTheSameTwice() {
        wire.accepted(batch("node-a", record(NOON, app, 3), record(NOON, app, 8), record(NOON, app, 5)));

        wire.expectOps(app, 8);
    }

    @Test
    void keepsApplicationsApart() {
        var other = newApplication();

        wire.accepted(batch("node-a", record(NOON, app, 3), record(NOON, other, 8)));

        wire.expectOps(app, 3);
        wire.expectOps(other, 8);
    }

    @Test
    void copiesOfABatchThatArriveTogetherDoNotBlockEachOther() {
        var forth = IntStream.range(0, 400)
                .mapToObj(i -> record(NOON, "%032x".formatted(i + 1000), 7))
                .toList();
        var back = new ArrayList<>(forth);
        Collections.reverse(back);

        IntStream.range(0, 24)
                .parallel()
                .forEach(i -> wire.accepted(batch("node-a", (i % 2 == 0 ? forth : back).toArray(String[]::new))));

        wire.expectOps("%032x".formatted(1000), 7);
        wire.expectOps("%032x".formatted(1399), 7);
    }

    @Test
    void takesABatchWithoutRecords() {
        wire.accepted(batch("node-a"));
    }

    @Test
    void takesFiveThousandRecordsAndRefusesOneMore() {
        var records = IntStream.range(0, 5_000)
                .mapToObj(i -> record(NOON, "%032x".formatted(i + 100_000), 1_000_000_000))
                .toArray(String[]::new);
        wire.accepted(batch("node-a", records));

        var oneMore = new ArrayList<>(Collections.nCopies(5_001, record(NOON, app, 1)));
        wire.send(batch("node-a", oneMore.toArray(String[]::new)))
                .expectStatus()
                .isEqualTo(413)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/too-large");
        wire.expectOps(app, 0);
    }

    @Test
    void refusesABodyOverOneMebibyte() {
        wire.send("{\"node\":\"" + "x".repeat(1024 * 1024) + "\",\"records\":[]}")
                .expectStatus()
                .isEqualTo(413)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/too-large");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "records[1].ops         | `{\"node\":\"n\",\"records\":[%s,{\"minute\":\"2026-11-21T09:00:00Z\",\"appId\":\"0123456789abcdef0123456789abcdef\",\"ops\":-1,\"bytes\":1,\"subscribers\":1}]}`",
                "records[1].ops         | `{\"node\":\"n\",\"records\":[%s,{\"ops\":\"many\"}]}`",
                "records[1].ops         | `{\"node\":\"n\",\"records\":[%s,{\"ops\":\"12\"}]}`",
                "records[1].ops         | `{\"node\":\"n\",\"records\":[%s,{\"ops\":1.5}]}`",
                "records[1].minute      | `{\"node\":\"n\",\"records\":[%s,{\"minute\":\"yesterday\"}]}`",
                "records[1].minute      | `{\"node\":\"n\",\"records\":[%s,{}]}`",
                "records[1]             | `{\"node\":\"n\",\"records\":[%s,null]}`",
                "records                | `{\"node\":\"n\",\"records\":{}}`",
                "records                | `{\"node\":\"n\"}`",
                "node                   | `{\"records\":[%s]}`",
                "node                   | `{\"node\":{},\"records\":[]}`"
            })
    void namesTheFieldThatDoesNotHoldAndTakesNothing(String field, String body) {
        wire.send(body.replace("%s", record(NOON, app, 1)))
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/invalid-field")
                .jsonPath("$.field")
                .isEqualTo(field)
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).startsWith(field + " "));
        wire.expectOps(app, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "\"text\"", "{} {}", "null"})
    void refusesWhatIsNotABatchAtAll(String body) {
        wire.send(body)
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(400);
    }
}
