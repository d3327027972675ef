package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.MemoryTopicLog.Bounds;
import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class TieredTopicLogTest {
    private static final ApplicationId APPLICATION = new ApplicationId("a".repeat(32));
    private static final Retention STATE = new Retention(10, Retention.USUAL, true, true);

    private final MemoryTopicLog memory = log("epoch", new Bounds(1, 100, 1_000));
    private final MemoryTopicLog durable = log("safe", Bounds.DEFAULT);
    private final TieredTopicLog log = new TieredTopicLog(memory, durable, memory::checkRoom);

    private static MemoryTopicLog log(String epoch, Bounds bounds) {
        return new MemoryTopicLog(InstantSource.fixed(Instant.EPOCH), epoch, bounds);
    }

    private static Publication value(String topic, String text) {
        var publisher = new Principal(APPLICATION, "backend", Permissions.NONE);
        var stamp = new Stamp("id", Instant.EPOCH, "0000000a");
        return new Publication(stamp, publisher, Topic.of(topic), Message.of(Payload.text(text)));
    }

    @Test
    void whatCouldNotBeShownIsNotCommitted() {
        StepVerifier.create(log.append(value("a", "1"), STATE))
                .expectNextCount(1)
                .verifyComplete();

        StepVerifier.create(log.append(value("b", "2"), STATE))
                .verifyErrorMatches(fault -> fault instanceof Refused no && no.reason() == Reason.LIMIT_REACHED);

        var range = new Range(APPLICATION, Topic.of("b"), STATE, Since.EARLIEST, 1);
        StepVerifier.create(durable.read(range))
                .expectNextMatches(slice -> slice.publications().isEmpty())
                .verifyComplete();
    }

    /** As two may have been under way together. */
    @Test
    void whatIsCommittedIsShownHoweverFullItIsByThen() {
        var full = new TieredTopicLog(memory, durable, value -> {});

        full.append(value("a", "1"), STATE)
                .then(full.append(value("b", "2"), STATE))
                .block();

        var shown = Objects.requireNonNull(
                full.last(APPLICATION, TopicFilter.levels("#")).collectList().block());
        assertThat(shown).hasSize(2);
    }

    @Test
    void whatIsUnderWayWhenItsTopicGoesOverIsInTheOtherLog() {
        var plain = Retention.ofSize(10);
        var rules = List.of(plain, plain.asDurable(), plain);

        for (var retention : rules) {
            log.keepBy(APPLICATION, TopicRules.of(List.of(new TopicRules.Rule("a", retention))))
                    .block();
            var late = retention.durable() ? plain : plain.asDurable();
            var placed = log.append(value("a", "late"), late).block();

            var there = retention.durable() ? "safe" : "epoch";
            assertThat(Objects.requireNonNull(Objects.requireNonNull(placed).position())
                            .epoch())
                    .startsWith(there);
        }
    }

    /** Also where there is no database to refuse it. */
    @Test
    void whatIsUnderWayWhenItsTopicHasNoHistoryAnyMoreIsPassedOn() {
        var alone = new TieredTopicLog(memory, new Homeless(), memory::checkRoom);
        var plain = Retention.ofSize(10);
        alone.keepBy(APPLICATION, TopicRules.of(List.of(new TopicRules.Rule("a", plain))))
                .then(alone.keepBy(APPLICATION, TopicRules.NONE))
                .block();

        StepVerifier.create(alone.append(value("a", "late"), plain))
                .expectNextMatches(passed -> passed.position() == null)
                .verifyComplete();
    }

    /** As what was published meanwhile is in the other one. */
    @Test
    void aTopicThatGoesToTheOtherLogAndBackBeginsAnewInEach() {
        var topic = Topic.of("a");
        var plain = Retention.ofSize(10);
        var durably = plain.asDurable();
        var all = List.of(plain, durably, plain, durably);
        var positions = new ArrayList<Position>();

        for (var retention : all) {
            log.keepBy(APPLICATION, TopicRules.of(List.of(new TopicRules.Rule("a", retention))))
                    .block();
            var placed = Objects.requireNonNull(
                    log.append(value("a", "m" + positions.size()), retention).block());
            positions.add(Objects.requireNonNull(placed.position()));
        }

        assertThat(positions).extracting(Position::offset).containsOnly(1L);
        assertThat(positions.get(2)).isNotEqualTo(positions.get(0));
        assertThat(positions.get(3)).isNotEqualTo(positions.get(1));
        for (var before : positions.subList(0, 3)) {
            var read =
                    Objects.requireNonNull(log.read(new Range(APPLICATION, topic, durably, new Since.After(before), 10))
                            .block());
            assertThat(read.continuous()).isFalse();
        }
    }
}
