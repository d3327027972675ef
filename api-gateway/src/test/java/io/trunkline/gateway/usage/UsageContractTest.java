package io.trunkline.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Reads the sample of the provider. */
class UsageContractTest {
    private static final Path SAMPLE = Path.of("../telemetry-service/src/test/resources/contract/usage-batch.json");

    @Test
    void writesBatchesAsTheTelemetryServiceTakesThem() {
        var json = JsonMapper.shared();
        var one = "0123456789abcdef0123456789abcdef";
        var two = "fedcba9876543210fedcba9876543210";
        var batch = new UsageBatch(
                new NodeRun("gateway-1", "9f3c27d1e0b84a56").node(),
                List.of(
                        new UsageRecord(Instant.parse("2026-11-21T04:00:00Z"), one, 10, 2000, 30, 4, 1624, 2),
                        new UsageRecord(Instant.parse("2026-11-21T04:29:00Z"), one, 1, 17, 0, 0, 0, 0),
                        new UsageRecord(Instant.parse("2026-11-21T04:30:00Z"), one, 2, 400, 6, 0, 0, 0),
                        new UsageRecord(Instant.parse("2026-11-21T04:30:00Z"), two, 5, 50, 5, 0, 0, 0)),
                List.of(
                        new TopicRecord(Instant.parse("2026-11-21T04:00:00Z"), one, "news", 9, 2100),
                        new TopicRecord(Instant.parse("2026-11-21T04:00:00Z"), one, "", 4, 317)),
                List.of(
                        new CountryRecord(Instant.parse("2026-11-21T00:00:00Z"), one, "DE", 2),
                        new CountryRecord(Instant.parse("2026-11-21T00:00:00Z"), one, "ZZ", 5)));

        assertThat(json.readTree(batch.json())).isEqualTo(json.readTree(SAMPLE));
    }
}
