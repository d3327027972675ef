package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class ResumeTest {
    private final SlowLog[] slow = new SlowLog[1];
    private final BrokerStage stage = stage(100);

    private BrokerStage stage(int size) {
        var made = new BrokerStage(world -> {
            slow[0] = new SlowLog(new MemoryTopicLog(world, "epoch", MemoryTopicLog.Bounds.DEFAULT));
            return slow[0];
        });
        remember(made, size);
        return made;
    }

    private static void remember(BrokerStage stage, int size) {
        var rules = TopicRules.of(List.of(new TopicRules.Rule("kept/#", Retention.ofSize(size))));
        stage.directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 2, Limits.DEFAULT).withTopics(rules));
    }

    @Test
    void bringsWhatWasMissedAndThenWhatComes() {
        publish("1", "2", "3");
        var reader = stage.reader(Principals.anyone());

        var resumed = resume(reader, "kept/a", after(1));
        publish("4");

        assertThat(resumed.continuous()).isTrue();
        assertThat(resumed.at()).isEqualTo(new Position("epoch", 1));
        assertThat(reader.heard()).containsExactly("2", "3", "4");
    }

    @Test
    void beginsWithTheLatest() {
        publish("1");
        var reader = stage.reader(Principals.anyone());

        var resumed = resume(reader, "kept/a", Since.LATEST);
        publish("2");

        assertThat(resumed.continuous()).isTrue();
        assertThat(resumed.at()).isEqualTo(new Position("epoch", 1));
        assertThat(reader.heard()).containsExactly("2");
    }

    @Test
    void saysWhenContinuityIsLost() {
        remember(stage, 2);
        publish("1", "2", "3", "4");
        var reader = stage.reader(Principals.anyone());

        var resumed = resume(reader, "kept/a", after(1));

        assertThat(resumed.continuous()).isFalse();
        assertThat(resumed.at()).isEqualTo(new Position("epoch", 2));
        assertThat(reader.heard()).containsExactly("3", "4");
    }

    @Test
    void aTopicWithoutHistoryCanOnlyBeLost() {
        var reader = stage.reader(Principals.anyone());

        var resumed = resume(reader, "free/a", after(1));
        stage.publish("free/a", "live");

        assertThat(resumed.continuous()).isFalse();
        assertThat(resumed.at()).isNull();
        assertThat(reader.heard()).containsExactly("live");
    }

    @Test
    void aFilterBeginsWithTheEarliestOfEachTopic() {
        publish("1", "2");
        stage.publish("kept/b", "b1");
        var reader = stage.reader(Principals.anyone());

        resume(reader, "kept/+", Since.EARLIEST);
        stage.publish("kept/c", "c1");
        publish("3");

        assertThat(reader.heard()).containsExactlyInAnyOrder("1", "2", "b1", "c1", "3");
        assertThat(reader.heard()).containsSubsequence("1", "2", "3");
    }

    /** What was too much to wait is in the log. */
    @Test
    void moreThanMayWaitIsReadAgain() {
        var wide = stage(100_000);
        publish(wide, 0, 10);
        var reader = wide.reader(Principals.anyone());
        reader.connection()
                .subscribe(exact("kept/a"), SubscriptionOptions.DEFAULT, Since.EARLIEST)
                .flatMap(Resumption::rest)
                .subscribe();

        publish(wide, 10, 3 * LiveTail.MOST);
        slow[0].answerAll();
        publish(wide, 3 * LiveTail.MOST, 400);

        assertThat(reader.heard()).containsExactlyElementsOf(numbers(400));
    }

    @Test
    void aLongHistoryNeedsNoDeepStack() {
        var wide = stage(100_000);
        publish(wide, 0, 60_000);
        var reader = wide.reader(Principals.anyone());

        resume(reader, "kept/a", Since.EARLIEST);

        assertThat(reader.heard()).hasSize(60_000);
    }

    @Test
    void whatHasExpiredIsLeftOutAndCounted() {
        stage.publish(
                Principals.anyone(), "kept/a", Publications.message("brief").withExpiry(Duration.ofSeconds(1)));
        publish("lasting");
        stage.world.pass(Duration.ofSeconds(2));
        var reader = stage.reader(Principals.anyone());

        resume(reader, "kept/a", Since.EARLIEST);

        assertThat(reader.heard()).containsExactly("lasting");
        assertThat(stage.listener.told("dropped")).singleElement().asString().contains("expired");
    }

    @Test
    void aReaderHearsNothingOfTheLogThatItMayNotHearLive() {
        var rules = TopicRules.of(List.of(
                new TopicRules.Rule("#", Retention.ofSize(9)), new TopicRules.Rule("secure/#", Retention.ofSize(9))));
        stage.directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 3, Limits.DEFAULT).withTopics(rules));
        stage.publish("secure/a", "secret");
        var reader = stage.reader(Principals.nobody());

        BrokerStage.refuses(Reason.FORBIDDEN_SUBSCRIBE, () -> resume(reader, "secure/a", Since.EARLIEST));
        BrokerStage.refuses(
                Reason.FORBIDDEN_SUBSCRIBE,
                () -> stage.broker
                        .histories()
                        .read(Principals.nobody(), Topic.of("secure/a"), Since.EARLIEST, 1)
                        .block());
        stage.publish("secure/a", "more");

        assertThat(reader.heard()).isEmpty();
    }

    @Test
    void refusesWhatNoLogCanAnswer() {
        var reader = stage.reader(Principals.anyone());
        var shared = new SubscriptionOptions(0, 0, false, false, "group", false, null);

        BrokerStage.refuses(Reason.UNSUPPORTED, () -> resume(reader, "kept/+", after(1)));
        assertThatThrownBy(() -> reader.connection()
                        .subscribe(exact("kept/a"), shared, Since.EARLIEST)
                        .block())
                .isInstanceOf(Refused.class);
        assertThat(reader.connection().subscriptions()).isEmpty();
        assertThat(stage.listener.told("refused"))
                .filteredOn(told -> told.endsWith(Reason.UNSUPPORTED.code()))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void isNotSubscribedWhenTheLogCannotBeRead() {
        var reader = stage.reader(Principals.anyone());
        slow[0].failWith(new Refused(Reason.UNAVAILABLE));

        BrokerStage.refuses(Reason.UNAVAILABLE, () -> resume(reader, "kept/a", Since.EARLIEST));
        publish("1");

        assertThat(reader.connection().subscriptions()).isEmpty();
        assertThat(reader.heard()).isEmpty();
    }

    /** Another subscription to the topic loses nothing by it. */
    @Test
    void whoGivesUpCatchingUpStillHearsByAnotherFilter() {
        var reader = stage.reader(Principals.anyone()).to("kept/#");
        publish("1");
        reader.connection()
                .subscribe(exact("kept/a"), SubscriptionOptions.DEFAULT, Since.LATEST)
                .flatMap(Resumption::rest)
                .subscribe();
        publish("2");
        reader.connection().unsubscribe(exact("kept/a"), null);
        slow[0].answerAll();
        publish("3");

        assertThat(reader.heard()).containsExactly("1", "2", "3");
    }

    @Test
    void aReaderThatTheLogIsForgottenBeforeIsClosed() {
        var small = stage(LiveTail.MOST + 2);
        publish(small, 0, LiveTail.MOST + 2);
        var reader = small.reader(Principals.anyone());
        reader.connection()
                .subscribe(exact("kept/a"), SubscriptionOptions.DEFAULT, Since.EARLIEST)
                .flatMap(Resumption::rest)
                .subscribe();
        slow[0].answer();

        publish(small, 0, 1_000);
        slow[0].answerAll();

        assertThat(reader.outbox().closedWith()).isEqualTo(Reason.SLOW_READER);
    }

    @Test
    void readsHistoryForWhoHasNoLine() {
        publish("1", "2", "3");

        var read = stage.broker.histories().read(Principals.anyone(), Topic.of("kept/a"), after(1), 1);
        var texts = read.doOnSubscribe(asked -> stage.world.pass(Duration.ZERO))
                .map(slice ->
                        slice.publications().stream().map(Publications::text).toList());

        StepVerifier.create(texts)
                .then(slow[0]::answerAll)
                .expectNext(List.of("2"))
                .verifyComplete();
    }

    /** Readers come and publishers publish in any order, and what the log says comes whenever it comes. */
    @Property(tries = 500)
    void neverAGapNeverTwiceAlwaysInOrder(@ForAll long seed) {
        var random = new Random(seed);
        var before = random.nextInt(300);
        var wide = stage(100_000);
        publish(wide, 0, before);
        var from = random.nextInt(before + 1);
        var reader = wide.reader(Principals.anyone());
        var since = before == 0 ? Since.EARLIEST : after(from);
        var published = before;

        reader.connection()
                .subscribe(exact("kept/a"), SubscriptionOptions.DEFAULT, since)
                .flatMap(Resumption::rest)
                .subscribe();
        for (var step = 0; step < 40; step++) {
            if (random.nextBoolean()) {
                slow[0].answer();
            } else {
                var more = random.nextInt(random.nextInt(10) == 0 ? 200 : 5);
                publish(wide, published, published + more);
                published += more;
            }
        }
        slow[0].answerAll();

        var first = before == 0 ? 0 : from;
        assertThat(reader.heard()).containsExactlyElementsOf(numbers(published).subList(first, published));
    }

    private Resumption resume(BrokerStage.Reader reader, String filter, Since since) {
        var made = new AtomicReference<Resumption>();
        var fault = new AtomicReference<Throwable>();
        reader.connection()
                .subscribe(TopicFilter.levels(filter), SubscriptionOptions.DEFAULT, since)
                .doOnNext(made::set)
                .flatMap(Resumption::rest)
                .subscribe(none -> {}, fault::set);
        slow[0].answerAll();
        if (fault.get() instanceof Refused no) {
            throw no;
        }
        return Objects.requireNonNull(made.get());
    }

    private static TopicFilter exact(String topic) {
        return TopicFilter.exact(Topic.of(topic));
    }

    private static Since after(long offset) {
        return new Since.After(new Position("epoch", offset));
    }

    private void publish(String... texts) {
        for (var text : texts) {
            stage.publish("kept/a", text);
        }
    }

    private static void publish(BrokerStage stage, int from, int to) {
        numbers(to).subList(Math.min(from, to), to).forEach(text -> stage.publish("kept/a", text));
    }

    private static List<String> numbers(int to) {
        return IntStream.range(0, to).mapToObj(Integer::toString).toList();
    }
}
