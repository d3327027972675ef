package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.gateway.database.TestDatabase;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Two gateways on one database, as there are while one takes over from the other. */
class TwoWritersIT {
    private static final int EACH = 200;

    @Test
    void shareATopicsOffsetsWithoutAGapAndWithoutATwin() {
        var url = TestDatabase.create();
        try (var one = RunningLog.on(url).ready();
                var other = RunningLog.on(url).ready()) {
            var topic = Traffic.topic(0);

            var offsets = Flux.range(0, EACH)
                    .flatMap(
                            i -> Flux.just(one, other)
                                    .flatMap(log -> log.log()
                                            .append(
                                                    Traffic.publication(topic, log.hashCode() + "-" + i),
                                                    Traffic.KEPT)),
                            16)
                    .map(placed -> Traffic.position(placed).offset())
                    .collectSortedList()
                    .block(Duration.ofSeconds(60));

            assertThat(offsets)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 2 * EACH).boxed().toList());
        }
        try (var third = RunningLog.on(url).ready()) {
            assertThat(Traffic.all(third.log(), Traffic.topic(0))).hasSize(2 * EACH);
        }
    }

    @Test
    void whoTakesOverGoesOnWhereTheOtherEnded() {
        var url = TestDatabase.create();
        try (var one = RunningLog.on(url).ready();
                var other = RunningLog.on(url).ready()) {
            var first = Traffic.append(one.log(), Traffic.topic(0), "a");
            Traffic.append(other.log(), Traffic.topic(0), "b");
            var third = Traffic.append(one.log(), Traffic.topic(0), "c");

            assertThat(third.epoch()).isEqualTo(first.epoch());
            assertThat(third.offset()).isEqualTo(3);
            assertThat(Traffic.read(one.log(), Traffic.topic(0), new Since.After(first), 10)
                            .publications())
                    .hasSize(2);
        }
    }

    /** Even if this one does not hear of it. */
    @Test
    void nobodyWritesOnInALogThatTheOtherHasEnded() {
        var url = TestDatabase.create();
        try (var one = RunningLog.on(url).ready();
                var other = RunningLog.on(url).ready()) {
            var first = Traffic.append(other.log(), Traffic.topic(0), "a");

            one.log().keepBy(Principals.APPLICATION, TopicRules.NONE).block(Duration.ofSeconds(30));
            var second = Traffic.append(other.log(), Traffic.topic(0), "b");

            assertThat(second.offset()).isOne();
            assertThat(second.epoch()).isNotEqualTo(first.epoch());
            assertThat(Traffic.all(other.log(), Traffic.topic(0))).hasSize(1);
        }
    }
}
