package io.trunkline.telemetry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trunkline.telemetry.problem.ProblemException;
import io.trunkline.telemetry.usage.TopicRecord;
import io.trunkline.telemetry.usage.UsageBatch;
import io.trunkline.telemetry.usage.UsageRecord;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageBatchBodyTest {
    static final Instant NOW = Instant.parse("2026-11-21T04:10:20Z");
    static final Instant MINUTE = Instant.parse("2026-11-21T04:10:00Z");
    static final Instant HOUR = Instant.parse("2026-11-21T04:00:00Z");
    static final String APP = "0123456789abcdef0123456789abcdef";

    @Test
    void becomesTheBatchItSpells() {
        var body = new UsageBatchBody(
                "node-1", List.of(new UsageRecordBody(MINUTE, APP, 1L, 2L, 3L, null, null, null)), null, null);

        assertThat(body.validated(NOW))
                .isEqualTo(new UsageBatch(
                        "node-1", List.of(new UsageRecord(MINUTE, APP, 1, 2, 3, 0, 0, 0)), List.of(), List.of()));
    }

    @Test
    void takesTopicsByTheHour() {
        assertThat(topic(HOUR, "x".repeat(200)).validated(NOW).topics())
                .containsExactly(new TopicRecord(HOUR, APP, "x".repeat(200), 1, 2));
        assertThat(fieldRefused(topic(HOUR, "x".repeat(201)))).isEqualTo("topics[0].topic");
        assertThat(fieldRefused(topic(HOUR, "\0"))).isEqualTo("topics[0].topic");
        assertThat(fieldRefused(topic(MINUTE, "x"))).isEqualTo("topics[0].hour");
    }

    private static UsageBatchBody topic(Instant hour, String name) {
        return new UsageBatchBody("node-1", List.of(), List.of(new TopicRecordBody(hour, APP, name, 1L, 2L)), null);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000_000_000L})
    void takesCountsUpToTheirBounds(long count) {
        assertThat(record(MINUTE, APP, count).validated(NOW).records().get(0).ops())
                .isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1_000_000_000_001L, Long.MIN_VALUE, Long.MAX_VALUE})
    void refusesCountsOutOfTheirBounds(long count) {
        assertThat(fieldRefused(record(MINUTE, APP, count))).isEqualTo("records[0].ops");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T04:10:01Z",
                "2026-11-21T04:10:00.001Z",
                "2019-12-31T23:59:00Z",
                "2026-11-22T04:11:00Z"
            })
    void refusesMinutesThatAreNoneOrFarAway(String minute) {
        assertThat(fieldRefused(record(Instant.parse(minute), APP, 1))).isEqualTo("records[0].minute");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789ABCDEF0123456789ABCDEF",
                "0123456789abcdef0123456789abcde",
                "0123456789abcdef0123456789abcdef0",
                "0123456789abcdef0123456789abcdef\n",
                "0123456789abcdef0123456789abcdeg"
            })
    void refusesIdsThatAreNot32HexDigits(String appId) {
        assertThat(fieldRefused(record(MINUTE, appId, 1))).isEqualTo("records[0].appId");
    }

    @Test
    void refusesNodesWithoutANameOrWithAVeryLongOne() {
        assertThat(fieldRefused(new UsageBatchBody(" ", List.of(), null, null))).isEqualTo("node");
        assertThat(fieldRefused(new UsageBatchBody("n".repeat(201), List.of(), null, null)))
                .isEqualTo("node");
        assertThat(fieldRefused(new UsageBatchBody("n\0", List.of(), null, null)))
                .isEqualTo("node");
    }

    @Test
    void tellsWhichRecordAndWhichCountIsMissing() {
        var good = new UsageRecordBody(MINUTE, APP, 1L, 2L, 3L, null, null, null);
        var noBytes = new UsageRecordBody(MINUTE, APP, 1L, null, 3L, null, null, null);
        var noSubscribers = new UsageRecordBody(MINUTE, APP, 1L, 2L, null, null, null, null);

        assertThat(fieldRefused(new UsageBatchBody("n", List.of(good, noBytes), null, null)))
                .isEqualTo("records[1].bytes");
        assertThat(fieldRefused(new UsageBatchBody("n", List.of(good, good, noSubscribers), null, null)))
                .isEqualTo("records[2].subscribers");
    }

    private static UsageBatchBody record(Instant minute, String appId, long ops) {
        return new UsageBatchBody(
                "node-1", List.of(new UsageRecordBody(minute, appId, ops, 2L, 3L, null, null, null)), null, null);
    }

    private static String fieldRefused(UsageBatchBody body) {
        return catchThrowableOfType(ProblemException.class, () -> body.validated(NOW))
                .field();
    }
}
