package io.trunkline.broker.testkit;

import static io.trunkline.broker.testkit.Principals.APPLICATION;
import static io.trunkline.broker.testkit.Principals.OTHER_APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Properties;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.message.UserProperty;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What every topic log keeps to. */
public abstract class TopicLogContract {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Topic TOPIC = Topic.of("a/b");
    private static final Retention KEPT = Retention.ofSize(100);
    private static final Retention LAST = new Retention(0, Retention.USUAL, false, true);

    /** An empty log whose clock is the world's. */
    protected abstract TopicLog log(VirtualWorld world);

    /** How this log is asked for what another one does by itself. */
    protected Retention as(Retention wished) {
        return wished;
    }

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

        assertThat(texts(read(log, Since.EARLIEST, 10))).containsExactly("m0", "m1", "m2", "m3", "m4");
        assertThat(texts(read(log, new Since.After(positions.get(1)), 2))).containsExactly("m2", "m3");
        assertThat(texts(read(log, new Since.After(positions.get(4)), 10))).isEmpty();
        assertThat(texts(read(log, Since.LATEST, 10))).isEmpty();
    }

    @Test
    void tellsWhereTheLogEndsAndWhetherThereIsMore() {
        var log = log(world);
        var positions =
                IntStream.range(0, 3).mapToObj(i -> append(log, "a/b", "m" + i)).toList();

        var part = read(log, Since.EARLIEST, 2);
        var all = read(log, Since.EARLIEST, 3);

        assertThat(part.head()).isEqualTo(positions.get(2));
        assertThat(part.isLast()).isFalse();
        assertThat(all.isLast()).isTrue();
        assertThat(read(log, Since.LATEST, 1).head()).isEqualTo(positions.get(2));
    }

    @Test
    void aTopicBeginsAtOffsetNoughtAndGoesOnFromThere() {
        var log = log(world);
        var begin = Objects.requireNonNull(read(log, Since.LATEST, 1).head());

        var before = read(log, new Since.After(begin), 10);
        append(log, "a/b", "m0");
        var after = read(log, new Since.After(begin), 10);

        assertThat(begin.offset()).isZero();
        assertThat(before.continuous()).isTrue();
        assertThat(after.continuous()).isTrue();
        assertThat(texts(after)).containsExactly("m0");
    }

    @Test
    void provesContinuityOrSaysThatItCannot() {
        var log = log(world);
        var kept = Retention.ofSize(2);
        var positions = IntStream.range(0, 4)
                .mapToObj(i -> append(log, Publications.of("a/b", "m" + i), kept))
                .toList();
        var epoch = positions.get(0).epoch();

        assertThat(read(log, kept, new Since.After(positions.get(1))).continuous())
                .isTrue();
        assertThat(read(log, kept, new Since.After(positions.get(3))).continuous())
                .isTrue();
        assertThat(read(log, kept, new Since.After(positions.get(0))).continuous())
                .isFalse();
        assertThat(texts(read(log, kept, new Since.After(positions.get(0))))).containsExactly("m2", "m3");
        assertThat(read(log, kept, new Since.After(new Position(epoch, 5))).continuous())
                .isFalse();
        assertThat(read(log, kept, Since.EARLIEST).continuous()).isTrue();
        assertThat(read(log, kept, Since.LATEST).continuous()).isTrue();
    }

    @Test
    void readsAllThereIsForAPositionOfAnotherEpoch() {
        var log = log(world);
        append(log, "a/b", "m0");

        var read = read(log, new Since.After(new Position("longago", 1)), 10);

        assertThat(texts(read)).containsExactly("m0");
        assertThat(read.continuous()).isFalse();
    }

    @Test
    void forgetsWhatIsTooOld() {
        var log = log(world);
        var brief = new Retention(10, Duration.ofMinutes(1), false, false);
        var first = append(log, dated("m0"), brief);
        world.pass(Duration.ofSeconds(40));
        append(log, dated("m1"), brief);
        world.pass(Duration.ofSeconds(30));

        assertThat(texts(read(log, brief, Since.EARLIEST))).containsExactly("m1");
        assertThat(read(log, brief, new Since.After(first)).continuous()).isTrue();
        world.pass(Duration.ofSeconds(40));
        assertThat(texts(read(log, brief, Since.EARLIEST))).isEmpty();
        assertThat(read(log, brief, new Since.After(first)).continuous()).isFalse();
        assertThat(append(log, dated("m2"), brief).offset()).isEqualTo(3);
    }

    /** Two threads at one topic: what completes second must not be heard first. */
    @Test
    void completesInTheOrderOfOffsetsOneAtATime() {
        var log = log(world);
        var taken = new ConcurrentLinkedQueue<Long>();
        var inside = new AtomicInteger();
        var crowd = new AtomicInteger();

        Flux.range(0, 400)
                .parallel(4)
                .runOn(Schedulers.parallel())
                .flatMap(i -> log.append(Publications.of("a/b", "m" + i), as(Retention.ofSize(1_000)))
                        .doOnNext(placed -> {
                            crowd.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            taken.add(offset(placed));
                            inside.decrementAndGet();
                        }))
                .sequential()
                .blockLast(SOON);

        assertThat(taken)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 400).boxed().toList());
        assertThat(crowd).hasValue(1);
    }

    @Test
    void whatHasCompletedIsRead() {
        var log = log(world);

        var read = log.append(Publications.of("a/b", "m"), as(KEPT))
                .flatMap(placed -> log.read(range(KEPT, Since.EARLIEST, 10)))
                .block(SOON);

        assertThat(texts(Objects.requireNonNull(read))).containsExactly("m");
    }

    @Test
    void aPublicationComesBackAsItWas() {
        var log = log(world);
        var properties = new Properties(
                "text/plain",
                "reply/here",
                new byte[] {0, 1, -1},
                List.of(new UserProperty("a", "b"), new UserProperty("a", "c")),
                true);
        var message = Publications.message("p\u00e4yload")
                .withType("note")
                .asBinary(true)
                .withDelivery(2, true)
                .withExpiry(Duration.ofHours(1))
                .withProperties(properties)
                .excluding("0123456789abcdef0123456789abcdef");
        var publisher = Principals.anyone().on("fedcba9876543210fedcba9876543210");
        append(log, Publications.of(publisher, "a/b", message), KEPT);

        var back = read(log, Since.EARLIEST, 1).publications().get(0);

        assertThat(back.id()).isEqualTo("id-a/b");
        assertThat(back.time()).isEqualTo(Publications.TIME);
        assertThat(back.origin()).isEqualTo("0000000a");
        assertThat(back.publisher().subject()).isEqualTo(publisher.subject());
        assertThat(back.publisher().connectionId()).isEqualTo(publisher.connectionId());
        assertThat(back.message().type()).isEqualTo("note");
        assertThat(back.message().binary()).isTrue();
        assertThat(back.message().retain()).isTrue();
        assertThat(back.message().qos()).isEqualTo(2);
        assertThat(back.message().expiry()).isEqualTo(Duration.ofHours(1));
        assertThat(back.message().excluding()).isEqualTo("0123456789abcdef0123456789abcdef");
        assertThat(back.message().properties()).usingRecursiveComparison().isEqualTo(properties);
        assertThat(back.payload().octets()).isEqualTo("p\u00e4yload".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void namesTheTopicsThatHaveALog() {
        var log = log(world);
        append(log, "a/b", "m");
        append(log, "a/c", "m");
        append(log, "b", "m");

        assertThat(log.topics(APPLICATION, TopicFilter.levels("a/+"))
                        .collectList()
                        .block(SOON))
                .containsExactlyInAnyOrder(Topic.of("a/b"), Topic.of("a/c"));
        assertThat(log.topics(OTHER_APPLICATION, TopicFilter.levels("#"))
                        .collectList()
                        .block(SOON))
                .isEmpty();
    }

    @Test
    void keepsTheNewestOnly() {
        var log = log(world);

        var kept = Retention.ofSize(2);
        IntStream.range(0, 5).forEach(i -> append(log, Publications.of("a/b", "m" + i), kept));

        assertThat(texts(read(log, kept, Since.EARLIEST))).containsExactly("m3", "m4");
    }

    @Test
    void doesNothingBeforeItIsSubscribedTo() {
        var log = log(world);

        var unasked = log.append(Publications.of("a/b", "m"), as(Retention.ofSize(2)));
        assertThat(texts(read(log, Since.EARLIEST, 10))).isEmpty();
        unasked.block(SOON);

        assertThat(texts(read(log, Since.EARLIEST, 10))).containsExactly("m");
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

    /** Who gets it may go on from there. */
    @Test
    void theLastValueOfATopicWithHistoryHasItsPosition() {
        var log = log(world);
        append(log, Publications.of("a/b", "first"), new Retention(10, Retention.USUAL, false, true));

        var at = append(log, Publications.of("a/b", "second"), new Retention(10, Retention.USUAL, false, true));

        var last = Objects.requireNonNull(
                log.last(APPLICATION, TopicFilter.levels("a/+")).blockLast(SOON));
        assertThat(last.position()).isEqualTo(at);
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
        log.append(Publications.of(Principals.anyone(), "a/b", brief), as(LAST)).block(SOON);
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
        log.append(Publications.of(there, "a/b", Publications.retained("there")), as(LAST))
                .block(SOON);

        log.forget(APPLICATION).block(SOON);

        assertThat(last(log, APPLICATION, TopicFilter.levels("#"))).isEmpty();
        assertThat(texts(read(log, Since.EARLIEST, 10))).isEmpty();
        assertThat(last(log, OTHER_APPLICATION, TopicFilter.levels("#"))).containsExactly("there");
    }

    @Test
    void aTopicThatHadNoHistoryForAWhileBeginsInAnotherEpoch() {
        var log = log(world);
        remember(log, "a/+", "b").block(SOON);
        var first = append(log, "a/b", "m0");
        remember(log, "b").block(SOON);

        assertThat(texts(read(log, Since.EARLIEST, 10))).isEmpty();
        remember(log, "a/+", "b").block(SOON);
        var second = append(log, "a/b", "m1");

        assertThat(second.offset()).isOne();
        assertThat(second.epoch()).isNotEqualTo(first.epoch());
        var read = read(log, new Since.After(first), 10);
        assertThat(read.continuous()).isFalse();
        assertThat(texts(read)).containsExactly("m1");
        assertThat(texts(read(log, Since.EARLIEST, 10))).containsExactly("m1");
    }

    @Test
    void aTopicThatIsKeptAllTheTimeGoesOn() {
        var log = log(world);
        remember(log, "a/+", "b").block(SOON);
        var first = append(log, "a/b", "m0");
        append(log, "a/c", "m0");
        remember(log, "a/b").block(SOON);
        remember(log, "a/b", "c").block(SOON);
        append(log, "a/b", "m1");

        var read = read(log, new Since.After(first), 10);
        assertThat(read.continuous()).isTrue();
        assertThat(texts(read)).containsExactly("m1");
        assertThat(texts(read(log, Since.EARLIEST, 10))).containsExactly("m0", "m1");
        assertThat(log.topics(APPLICATION, TopicFilter.levels("#"))
                        .collectList()
                        .block(SOON))
                .containsExactly(TOPIC);
    }

    /** What is appended after a change is of the new logs, however little time there was. */
    @Test
    void changesThatNobodyWaitsForHoldAtOnce() {
        var log = log(world);
        remember(log, "a/b").subscribe();
        var first = append(log, "a/b", "m0");
        remember(log).subscribe();
        remember(log, "a/b").subscribe();
        var second = append(log, "a/b", "m1");
        remember(log).subscribe();
        remember(log, "a/b").subscribe();

        assertThat(second.epoch()).isNotEqualTo(first.epoch());
        assertThat(read(log, new Since.After(second), 10).continuous()).isFalse();
    }

    @Test
    void whatIsUnderWayForATopicWithoutAHistoryIsPassedOnAndNotKept() {
        var log = log(world);
        remember(log, "b").block(SOON);

        var passed = log.append(Publications.of("a/b", "m"), as(new Retention(10, Retention.USUAL, false, true)))
                .block(SOON);

        assertThat(Objects.requireNonNull(passed).position()).isNull();
        assertThat(last(log, APPLICATION, TopicFilter.levels("a/b"))).containsExactly("m");
        remember(log, "a/b").block(SOON);
        assertThat(texts(read(log, Since.EARLIEST, 10))).isEmpty();
    }

    private Mono<Void> remember(TopicLog log, String... patterns) {
        return log.keepBy(
                APPLICATION,
                TopicRules.of(Stream.of(patterns)
                        .map(pattern -> new TopicRules.Rule(pattern, as(KEPT)))
                        .toList()));
    }

    private Position append(TopicLog log, String topic, String text) {
        return append(log, Publications.of(topic, text), KEPT);
    }

    private Position append(TopicLog log, Publication publication, Retention retention) {
        var placed = log.append(publication, as(retention)).block(SOON);
        return Objects.requireNonNull(Objects.requireNonNull(placed).position());
    }

    /** Published now, by the world's clock. */
    private Publication dated(String text) {
        var stamp = new Stamp("id", world.instant(), "0000000a");
        return new Publication(stamp, Principals.anyone(), TOPIC, Publications.message(text));
    }

    private static long offset(Publication placed) {
        return Objects.requireNonNull(placed.position()).offset();
    }

    private void retain(TopicLog log, String topic, String text) {
        log.append(Publications.of(Principals.anyone(), topic, Publications.retained(text)), as(LAST))
                .block(SOON);
    }

    private Range range(Retention retention, Since since, int limit) {
        return new Range(APPLICATION, TOPIC, as(retention), since, limit);
    }

    private Slice read(TopicLog log, Since since, int limit) {
        return Objects.requireNonNull(log.read(range(KEPT, since, limit)).block(SOON));
    }

    private Slice read(TopicLog log, Retention retention, Since since) {
        return Objects.requireNonNull(log.read(range(retention, since, 100)).block(SOON));
    }

    private static List<String> texts(Slice slice) {
        return texts(slice.publications());
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
