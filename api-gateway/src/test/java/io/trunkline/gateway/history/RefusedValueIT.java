package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import io.trunkline.gateway.database.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** A value that the database takes after its publisher was refused, because that took too long. */
class RefusedValueIT {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Topic TOPIC = Traffic.topic(0);

    private final String url = TestDatabase.create();

    private static Mono<Publication> value(TopicLog log, String text) {
        return log.append(Traffic.publication(TOPIC, text), Traffic.KEPT.orState(true));
    }

    private static List<String> last(TopicLog log) {
        return Objects.requireNonNull(log.last(Principals.APPLICATION, TopicFilter.exact(TOPIC))
                .map(Publications::text)
                .collectList()
                .block(LONG));
    }

    private static void whenThereIsTime(Mono<Publication> publish) {
        await().atMost(LONG).ignoreExceptionsInstanceOf(Refused.class).until(() -> publish.block(LONG), any -> true);
    }

    @Test
    void doesNotComeBack() {
        try (var log = RunningLog.on(url, PATIENCE).ready()) {
            whenThereIsTime(value(log.log(), "first"));
            TestDatabase.execute(url, """
                    create function gateway.slow() returns trigger language plpgsql as
                        'begin perform pg_sleep(3); return new; end';
                    create trigger slow before insert on gateway.log for each row execute function gateway.slow()""");

            assertThatThrownBy(() -> value(log.log(), "refused").block(LONG)).isInstanceOf(Refused.class);
            TestDatabase.execute(url, "drop trigger slow on gateway.log");
            whenThereIsTime(log.log().append(Traffic.publication(Traffic.topic(1), "again"), Traffic.KEPT));

            assertThat(last(log.log())).containsExactly("first");
        }
        try (var next = RunningLog.on(url).ready()) {
            assertThat(last(next.log())).containsExactly("first");
            assertThat(Traffic.all(next.log(), TOPIC))
                    .extracting(Publications::text)
                    .doesNotContain("refused");
        }
    }
}
