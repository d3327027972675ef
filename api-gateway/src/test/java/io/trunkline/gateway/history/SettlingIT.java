package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.gateway.database.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One application's change of rules, and another one that is written by the same writer. */
class SettlingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofSeconds(30);

    private final String url = TestDatabase.create();
    private final Principal neighbour = new Principal(neighbour(), "backend", Permissions.NONE);

    private static ApplicationId neighbour() {
        var slot = PostgresTopicLog.slot(Principals.APPLICATION, 4);
        return IntStream.range(0, 100)
                .mapToObj(number -> new ApplicationId("c".repeat(30) + (10 + number % 90)))
                .filter(id -> PostgresTopicLog.slot(id, 4) == slot)
                .findFirst()
                .orElseThrow();
    }

    private Position append(TopicLog log, String text) {
        var stamp = new Stamp("id", Instant.now(), "0000000a");
        var publication = new Publication(stamp, neighbour, Traffic.topic(0), Publications.message(text));
        return Traffic.position(
                Objects.requireNonNull(log.append(publication, Traffic.KEPT).block(SOON)));
    }

    @Test
    void keepsNobodyElseWaitingHoweverLongItTakes() throws Exception {
        try (var log = RunningLog.on(url, PATIENCE).ready()) {
            Traffic.append(log.log(), Traffic.topic(0), "one");
            append(log.log(), "1");
            try (var lock = TestDatabase.connect(url);
                    var statement = lock.createStatement()) {
                lock.setAutoCommit(false);
                statement.execute("lock table gateway.topic in access exclusive mode");
                log.log().keepBy(Principals.APPLICATION, TopicRules.NONE).subscribe();
                assertThatThrownBy(() -> Traffic.append(log.log(), Traffic.topic(0), "held"))
                        .isInstanceOf(Refused.class);
                assertThat(append(log.log(), "2").offset()).isEqualTo(2);
                assertThat(append(log.log(), "3").offset()).isEqualTo(3);
                lock.rollback();
            }
            var passed = await().atMost(SOON)
                    .ignoreExceptionsInstanceOf(Refused.class)
                    .until(
                            () -> log.log()
                                    .append(Traffic.publication(Traffic.topic(0), "now"), Traffic.KEPT)
                                    .block(SOON),
                            any -> true);
            assertThat(Objects.requireNonNull(passed).position()).isNull();
        }
    }
}
