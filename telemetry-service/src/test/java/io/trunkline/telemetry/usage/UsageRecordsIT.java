package io.trunkline.telemetry.usage;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static java.time.temporal.ChronoUnit.MINUTES;

import io.trunkline.telemetry.TelemetryIT;
import io.trunkline.telemetry.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@TelemetryIT
@TestPropertySource(properties = "trunkline.telemetry.retention=10d") // makes a context, and so a database, of its own
class UsageRecordsIT {
    private static final String APP = Wire.newApplication();

    @Autowired
    UsageRecords records;

    @Autowired
    DatabaseClient database;

    @Test
    void forgetsWhatIsOlderThanAskedByTheTimeOfTheDatabase() {
        var now = Instant.now().truncatedTo(MINUTES);
        var kept = now.minus(9, DAYS);
        var old = now.minus(10, DAYS).minus(31, MINUTES);
        records.merge(new UsageBatch(
                        "node",
                        List.of(record(now), record(kept), record(old)),
                        List.of(topic(kept), topic(old)),
                        List.of(country(kept), country(old.minus(1, DAYS)))))
                .as(StepVerifier::create)
                .verifyComplete();

        records.forgetOlderThan(Duration.ofDays(10))
                .as(StepVerifier::create)
                .expectNext(3L)
                .verifyComplete();

        minutesOf(APP).as(StepVerifier::create).expectNext(List.of(kept, now)).verifyComplete();
        records.forgetOlderThan(Duration.ofDays(10))
                .as(StepVerifier::create)
                .expectNext(0L)
                .verifyComplete();
    }

    private Mono<List<Instant>> minutesOf(String appId) {
        return database.sql("SELECT minute FROM telemetry.usage_records WHERE app_id = :appId ORDER BY minute")
                .bind("appId", appId)
                .map(row -> row.get("minute", Instant.class))
                .all()
                .collectList();
    }

    private static TopicRecord topic(Instant minute) {
        return new TopicRecord(minute.truncatedTo(HOURS).minus(1, HOURS), APP, "news", 1, 2);
    }

    private static CountryRecord country(Instant minute) {
        return new CountryRecord(minute.truncatedTo(DAYS), APP, "DE", 1);
    }

    private static UsageRecord record(Instant minute) {
        return new UsageRecord(minute, APP, 1, 2, 3, 4, 5, 6);
    }
}
