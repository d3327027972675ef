package io.trunkline.broker.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.MemoryTopicLog.Bounds;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Properties;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.UserProperty;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.testkit.TopicLogContract;
import io.trunkline.broker.testkit.VirtualWorld;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class MemoryTopicLogTest extends TopicLogContract {
    private static final Retention LAST = new Retention(0, Retention.USUAL, false, true);

    private final VirtualWorld world = new VirtualWorld(1);

    @Override
    protected TopicLog log(VirtualWorld clock) {
        return log(clock, Bounds.DEFAULT);
    }

    private static TopicLog log(VirtualWorld clock, Bounds bounds) {
        return new MemoryTopicLog(clock, "epoch", bounds);
    }

    @Test
    void refusesMoreTopicsThanItMayKeepAndStillReplaces() {
        var log = log(world, new Bounds(1, 100, 0));

        retain(log, value("a", "1"));

        refuses(log, value("b", "1"));
        retain(log, value("a", "2"));
        retain(log, value("a", ""));
        retain(log, value("b", "1"));
    }

    @Test
    void refusesMoreBytesThanItMayKeep() {
        var log = log(world, new Bounds(10, 10, 0));

        retain(log, value("a", "123456"));

        refuses(log, value("b", "12345"));
        refuses(log, value("a", "12345678901"));
        retain(log, value("a", "1234567890"));
        retain(log, value("a", ""));
        retain(log, value("b", "1234567890"));
    }

    @Test
    void propertiesTakeRoomToo() {
        var log = log(world, new Bounds(10, 10, 0));
        var properties = new Properties("ab", "c", new byte[] {1}, List.of(new UserProperty("de", "f")), false);
        var large = Publications.of(
                Principals.anyone(), "a", Publications.retained("1234").withProperties(properties));

        refuses(log, large);
        retain(log, value("a", "1234567890"));
    }

    @Test
    void refusesMoreLogsThanItMayKeep() {
        var log = log(world, new Bounds(1, 10, 10_000));

        StepVerifier.create(log.append(value("a", "1"), Retention.ofSize(2)))
                .expectNextCount(1)
                .verifyComplete();

        StepVerifier.create(log.append(value("b", "1"), Retention.ofSize(2)))
                .verifyErrorSatisfies(MemoryTopicLogTest::limit);
    }

    /** Expired values used to keep their room until they were replaced: a busy publisher of short-lived topics filled the store for good. */
    @Test
    void expiredValuesGiveTheirRoomBack() {
        var log = log(world, new Bounds(2, 4, 0));
        retain(log, brief("a"));
        retain(log, brief("b"));
        refuses(log, value("c", "1"));

        world.pass(Duration.ofSeconds(5));

        retain(log, value("c", "12"));
        retain(log, value("d", "12"));
        refuses(log, value("e", "1"));
    }

    /** So much is kept as has room, and the rest is forgotten: publishing goes on. */
    @Test
    void forgetsTheOldestWhenThereIsNoRoom() {
        var one = value("a", "1").size();
        var log = log(world, new Bounds(10, 0, 2L * one));
        IntStream.range(0, 5).forEach(i -> append(log, value("a", Integer.toString(i))));
        var other = append(log, value("b", "x"));

        assertThat(offsets(log, "a")).containsExactly(4L, 5L);
        assertThat(offsets(log, "b")).isEmpty();
        assertThat(other.offset()).isEqualTo(1);
    }

    @Test
    void whatIsTooOldKeepsNoRoomFromOtherTopics() {
        var log = log(world, new Bounds(10, 0, 2L * value("a", "1").size()));
        var brief = new Retention(10, Duration.ofSeconds(1), false, false);
        log.append(value("a", "1"), brief).block();
        log.append(value("a", "2"), brief).block();
        world.pass(Duration.ofSeconds(10));

        append(log, value("b", "x"));

        assertThat(offsets(log, "b")).containsExactly(1L);
    }

    @Test
    void whatIsRefusedLeavesNoLastValue() {
        var log = log(world, new Bounds(1, 100, 10_000));
        append(log, value("a", "1"));

        StepVerifier.create(log.append(value("b", "1"), Retention.ofSize(1).orState(true)))
                .verifyErrorSatisfies(MemoryTopicLogTest::limit);

        StepVerifier.create(log.last(Principals.APPLICATION, TopicFilter.levels("b")))
                .verifyComplete();
    }

    @Test
    void aLastValueThatHasNoRoomIsNotInTheHistory() {
        var log = log(world, new Bounds(1, 0, 10_000));

        refuses(log, value("a", "1"));
        StepVerifier.create(log.append(value("a", "1"), Retention.ofSize(1).orState(true)))
                .verifyErrorSatisfies(MemoryTopicLogTest::limit);

        assertThat(offsets(log, "a")).isEmpty();
    }

    /** Nothing that was there before may be taken for what comes after. */
    @Test
    void aTopicThatWasForgottenBeginsInAnotherEpoch() {
        var log = log(world, new Bounds(1, 0, 10_000));
        var first = append(log, value("a", "1"));
        world.pass(Retention.USUAL.plusSeconds(1));

        append(log, value("b", "1"));
        world.pass(Retention.USUAL.plusSeconds(1));
        var again = append(log, value("a", "2"));

        assertThat(again.epoch()).isNotEqualTo(first.epoch());
        assertThat(again.offset()).isEqualTo(1);
    }

    @Test
    void anApplicationThatWasForgottenBeginsInAnotherEpoch() {
        var log = log(world, Bounds.DEFAULT);
        var first = append(log, value("a", "1"));

        log.forget(Principals.APPLICATION).block();
        var again = append(log, value("a", "2"));

        assertThat(again.epoch()).isNotEqualTo(first.epoch());
        assertThat(offsets(log, "a")).containsExactly(1L);
    }

    private static Position append(TopicLog log, Publication publication) {
        var placed = Objects.requireNonNull(
                log.append(publication, Retention.ofSize(10)).block());
        return Objects.requireNonNull(placed.position());
    }

    private static List<Long> offsets(TopicLog log, String topic) {
        var range = new Range(Principals.APPLICATION, Topic.of(topic), Retention.ofSize(10), Since.EARLIEST, 10);
        return Objects.requireNonNull(log.read(range).block()).publications().stream()
                .map(publication ->
                        Objects.requireNonNull(publication.position()).offset())
                .toList();
    }

    private static Publication value(String topic, String text) {
        return Publications.of(Principals.anyone(), topic, Publications.retained(text));
    }

    private static Publication brief(String topic) {
        return Publications.of(
                Principals.anyone(), topic, Publications.retained("12").withExpiry(Duration.ofSeconds(5)));
    }

    private static void retain(TopicLog log, Publication publication) {
        StepVerifier.create(log.append(publication, LAST)).expectNextCount(1).verifyComplete();
    }

    private static void refuses(TopicLog log, Publication publication) {
        StepVerifier.create(log.append(publication, LAST)).verifyErrorSatisfies(MemoryTopicLogTest::limit);
    }

    private static void limit(Throwable no) {
        assertThat(no)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.LIMIT_REACHED));
    }
}
