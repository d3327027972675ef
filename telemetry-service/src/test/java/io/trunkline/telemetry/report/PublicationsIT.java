package io.trunkline.telemetry.report;

import static io.trunkline.telemetry.Wire.batch;
import static io.trunkline.telemetry.Wire.newApplication;
import static io.trunkline.telemetry.Wire.record;

import io.trunkline.telemetry.TelemetryIT;
import io.trunkline.telemetry.Wire;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Now is 2026-11-21T10:17:42Z. */
@TelemetryIT
class PublicationsIT {
    @Autowired
    WebTestClient client;

    Wire wire;
    String app = newApplication();

    @BeforeEach
    void connect() {
        wire = new Wire(client);
    }

    @Test
    void cutsBucketsAtTheFullAndTheHalfHour() {
        wire.accepted(batch(
                "node-a",
                record("2026-11-21T05:59:00Z", app, 1),
                record("2026-11-21T06:00:00Z", app, 2),
                record("2026-11-21T06:29:00Z", app, 4),
                record("2026-11-21T06:30:00Z", app, 8),
                record("2026-11-21T06:59:00Z", app, 16),
                record("2026-11-21T07:00:00Z", app, 32)));

        wire.expectReport(app, """
                {"bytes": 6300, "subscribers": 189, "ops": 63, "records": [
                  {"_id": "2026-11-21T05:30:00.000Z", "ops": 1, "bytes": 100, "subscribers": 3},
                  {"_id": "2026-11-21T06:00:00.000Z", "ops": 6, "bytes": 600, "subscribers": 18},
                  {"_id": "2026-11-21T06:30:00.000Z", "ops": 24, "bytes": 2400, "subscribers": 72},
                  {"_id": "2026-11-21T07:00:00.000Z", "ops": 32, "bytes": 3200, "subscribers": 96}]}
                """);
    }

    @Test
    void beginsWithTheWholeHalfHourInWhichThePeriodBegins() {
        wire.accepted(batch(
                "node-a",
                record("2026-11-20T09:59:00Z", app, 1),
                record("2026-11-20T10:00:00Z", app, 2),
                record("2026-11-21T10:17:00Z", app, 4)));

        wire.expectOps(app, 6);
        wire.report(app, "2").expectBody().jsonPath("$.ops").isEqualTo(7);
    }

    @Test
    void reachesBackNinetyDays() {
        wire.accepted(batch("node-a", record("2026-08-23T09:59:00Z", app, 1), record("2026-08-23T10:00:00Z", app, 2)));

        wire.report(app, "90").expectBody().jsonPath("$.ops").isEqualTo(2);
    }

    @Test
    void isEmptyForAnApplicationNothingIsKnownOf() {
        wire.expectReport(app, "{\"bytes\": 0, \"subscribers\": 0, \"ops\": 0, \"records\": []}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "91", "-1", "1.5", "one", "007", "100000000000000000000"})
    void refusesDaysThatAreNotOneToNinety(String days) {
        wire.report(app, days)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.field")
                .isEqualTo("days");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcde'"})
    void refusesIdsThatAreNone(String appId) {
        wire.report(appId, "1")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.field")
                .isEqualTo("appId");
    }
}
