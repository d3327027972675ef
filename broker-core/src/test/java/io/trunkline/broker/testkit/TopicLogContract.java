package io.trunkline.broker.testkit;

import static io.trunkline.broker.testkit.Principals.APPLICATION;
import static io.trunkline.broker.testkit.Principals.OTHER_APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every topic log keeps to. */
public abstract class TopicLogContract {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Topic TOPIC = Topic.of("a/b");

    /** An empty log whose clock is the world's. */
    protected abstract TopicLog log(VirtualWorld world);

    private final VirtualWorld world = new VirtualWorld(1);

    @Test
    void countsOffsetsFromOneWithoutGapsForEachTopic() {
        var log = log(world);

        var first =
                IntStream.range(0, 5).mapToObj(i -> append(log, "a/b", "m" + i)).toList();
        var other = append(log, "a/c", "x");

        assertThat(first).extracting(Position::offset).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(first).extracting(Position::epoch).containsOnly(first.get(0).epoch());
        assertThat(other.offset()).isEqualTo(1);
    }

    @Test
    void readsOldestFirstAfterAPositionAndNoMoreThanAsked() {
        var log = log(world);
        var positions =
                IntStream.range(0, 5).mapToObj(i -> append(log, "a/b", "m" + i)).toList();

        assertThat(read(log, null, 10)).containsExactly("m0", "m1", "m2", "m3", "m4");
        assertThat(read(log, positions.get(1), 2)).containsExactly("m2", "m3");
        assertThat(read(log, positions.get(4), 10)).isEmpty();
    }

    @Test
    void readsAllThereIsForAPositionOfAnotherEpoch() {
        var log = log(world);
        append(log, "a/b", "m0");

        assertThat(read(log, new Position("an epoch of long ago", 1), 10)).containsExactly("m0");
    }

    @Test
    void keepsTheNewestOnly() {
        var log = log(world);

        IntStream.range(0, 5)
                .forEach(i -> log.append(Publications.of("a/b", "m" + i), new Retention(2))
                        .block(SOON));

        assertThat(read(log, null, 10)).containsExactly("m3", "m4");
    }

    @Test
    void doesNothingBeforeItIsSubscribedTo() {
        var log = log(world);

        var unasked = log.append(Publications.of("a/b", "m"), new Retention(2));
        assertThat(read(log, null, 10)).isEmpty();
        unasked.block(SOON);

        assertThat(read(log, null, 10)).containsExactly("m");
    }

    @Test
    void retainsTheLastValueOfEachTopic() {
        var log = log(world);
        retain(log, "a/b", "old");
        retain(log, "a/b", "new");
        retain(log, "x", "other");

        assertThat(last(log, APPLICATION, TopicFilter.levels("a/+"))).containsExactly("new");
        assertThat(last(log, APPLICATION, TopicFilter.glob("*"))).containsExactlyInAnyOrder("new", "other");
        assertThat(last(log, APPLICATION, TopicFilter.levels("x"))).containsExactly("other");
    }

    @Test
    void clearsTheLastValueWithAnEmptyPayload() {
        var log = log(world);
        retain(log, "a/b", "old");

        retain(log, "a/b", "");

        assertThat(last(log, APPLICATION, TopicFilter.levels("#"))).isEmpty();
    }

    @Test
    void leavesOutValuesThatHaveExpired() {
        var log = log(world);
        var brief = Publications.retained("short").withExpiry(Duration.ofSeconds(5));
        log.retain(Publications.of(Principals.anyone(), "a/b", brief)).block(SOON);
        retain(log, "a/c", "long");

        world.pass(Duration.ofMillis(4_999));
        assertThat(last(log, APPLICATION, TopicFilter.levels("a/+"))).containsExactlyInAnyOrder("short", "long");
        world.pass(Duration.ofMillis(1));

        assertThat(last(log, APPLICATION, TopicFilter.levels("a/+"))).containsExactly("long");
        assertThat(last(log, APPLICATION, TopicFilter.levels("a/b"))).isEmpty();
    }

    @Test
    void keepsApplicationsApartAndForgetsOneAlone() {
        var log = log(world);
        retain(log, "a/b", "here");
        append(log, "a/b", "logged");
        var there = Principals.anyone(OTHER_APPLICATION, "x");
        log.retain(Publications.of(there, "a/b", Publications.retained("there")))
                .block(SOON);

        log.forget(APPLICATION).block(SOON);

        assertThat(last(log, APPLICATION, TopicFilter.levels("#"))).isEmpty();
        assertThat(read(log, null, 10)).isEmpty();
        assertThat(last(log, OTHER_APPLICATION, TopicFilter.levels("#"))).containsExactly("there");
    }

    private static Position append(TopicLog log, String topic, String text) {
        var placed =
                log.append(Publications.of(topic, text), new Retention(100)).block(SOON);
        return Objects.requireNonNull(Objects.requireNonNull(placed).position());
    }

    private static void retain(TopicLog log, String topic, String text) {
        log.retain(Publications.of(Principals.anyone(), topic, Publications.retained(text)))
                .block(SOON);
    }

    private static List<String> read(TopicLog log, @Nullable Position since, int limit) {
        return texts(log.read(APPLICATION, TOPIC, since, limit).collectList().block(SOON));
    }

    private static List<String> last(TopicLog log, ApplicationId application, TopicFilter filter) {
        return texts(log.last(application, filter).collectList().block(SOON));
    }

    private static List<String> texts(@Nullable List<Publication> publications) {
        return Objects.requireNonNull(publications).stream()
                .map(Publications::text)
                .toList();
    }
}
