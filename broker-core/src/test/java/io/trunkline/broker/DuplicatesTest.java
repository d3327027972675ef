package io.trunkline.broker;

import static io.trunkline.broker.testkit.Publications.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class DuplicatesTest {
    private final BrokerStage stage = new BrokerStage();
    private final BrokerStage.Reader reader =
            stage.reader(Principals.anyone()).to("main").to("other");

    private static Message keyed(String text, String key) {
        return message(text).withIdempotencyKey(IdempotencyKey.of(key));
    }

    private Receipt publish(String topic, Message message) {
        return stage.publish(Principals.anyone(), topic, message);
    }

    @Test
    void aKeyIsPublishedOnceAndAnsweredAsTheFirstTime() {
        var first = publish("main", keyed("1", "k"));
        var repeat = publish("main", keyed("1", "k"));

        assertThat(first.repeat()).isFalse();
        assertThat(repeat).isEqualTo(first.asRepeat());
        assertThat(reader.heard()).containsExactly("1");
    }

    @Test
    void anotherMessageUnderAUsedKeyIsRefused() {
        var first = message("1").withIdempotencyKey(IdempotencyKey.of("k"));
        publish("main", first);

        for (var other : List.of(
                keyed("2", "k"),
                first.withType("t"),
                first.withId("i"),
                first.asBinary(true),
                first.excluding("somebody"),
                first.withDelivery(1, false),
                first.withExpiry(Duration.ofSeconds(1)),
                Message.of(Payload.json(new byte[] {'1'})).withIdempotencyKey(IdempotencyKey.of("k")))) {
            stage.refuses(Reason.KEY_REUSED, Principals.anyone(), "main", other);
        }

        assertThat(publish("main", first).repeat()).isTrue();
        assertThat(reader.heard()).containsExactly("1");
    }

    @Test
    void placesInABatchAndMessagesThatComeAloneNeverShareAKey() {
        var key = IdempotencyKey.of("k");
        var keys = List.of(key, key.at(0), key.at(1), IdempotencyKey.of("k/0"), IdempotencyKey.of("k/-1"));

        for (var one : keys) {
            assertThat(publish("main", message(one.toString()).withIdempotencyKey(one))
                            .repeat())
                    .isFalse();
        }
        assertThat(publish(
                                "main",
                                message("long")
                                        .withIdempotencyKey(IdempotencyKey.of("k".repeat(128))
                                                .at(99)))
                        .repeat())
                .isFalse();
        stage.refuses(
                Reason.TOO_LARGE,
                Principals.anyone(),
                "main",
                message("x")
                        .withIdempotencyKey(IdempotencyKey.of("k".repeat(129)).at(0)));
    }

    @Test
    void otherKeysTopicsAndApplicationsAreTheirOwn() {
        var receipts = List.of(
                publish("main", keyed("1", "k")),
                publish("main", keyed("2", "K")),
                publish("other", keyed("3", "k")),
                stage.publish(Principals.anyone(Principals.OTHER_APPLICATION, "x"), "main", keyed("4", "k")));

        assertThat(receipts).noneMatch(Receipt::repeat);
        assertThat(reader.heard()).containsExactly("1", "2", "3");
    }

    @Test
    void aKeyIsFreeAgainAfterTheWindow() {
        publish("main", keyed("1", "k"));
        stage.world.pass(ApplicationPolicy.USUAL_WINDOW.minusNanos(1));
        assertThat(publish("main", keyed("1", "k")).repeat()).isTrue();
        stage.world.pass(Duration.ofNanos(1));

        assertThat(publish("main", keyed("2", "k")).repeat()).isFalse();

        assertThat(reader.heard()).containsExactly("1", "2");
    }

    @Test
    void theWindowIsAsLongAsTheApplicationSaysNow() {
        window(Duration.ofHours(1));
        publish("main", keyed("1", "k"));
        stage.world.pass(Duration.ofHours(1).minusNanos(1));
        assertThat(publish("main", keyed("1", "k")).repeat()).isTrue();

        window(Duration.ofSeconds(10));
        assertThat(publish("main", keyed("2", "k")).repeat()).isFalse();
        stage.world.pass(Duration.ofSeconds(10));
        assertThat(publish("main", keyed("3", "k")).repeat()).isFalse();
    }

    private void window(Duration length) {
        stage.directory.put(
                new ApplicationPolicy(Principals.APPLICATION, true, 2, Limits.DEFAULT).withIdempotencyWindow(length));
    }

    /** It comes again when its connection was lost, and so by another one. */
    @Test
    void whoeverLeavesItselfOutIsKnownByAnotherConnection() {
        var first = stage.reader(Principals.anyone()).to("main");
        var next = stage.reader(Principals.anyone());
        var message = keyed("1", "k");

        stage.publish(
                first.connection().principal(),
                "main",
                message.excluding(first.connection().id()));
        var again = stage.publish(
                next.connection().principal(),
                "main",
                message.excluding(next.connection().id()));

        assertThat(again.repeat()).isTrue();
        assertThat(first.heard()).isEmpty();
        assertThat(reader.heard()).containsExactly("1");
        stage.refuses(
                Reason.KEY_REUSED,
                next.connection().principal(),
                "main",
                message.excluding(first.connection().id()));
    }

    @Test
    void aKeyWhosePublishWasRefusedIsFree() {
        stage.limits(Limits.DEFAULT.withBytesPerDay(3));

        stage.refuses(Reason.QUOTA_EXCEEDED, Principals.anyone(), "main", keyed("12345", "k"));
        stage.refuses(Reason.FORBIDDEN_PUBLISH, Principals.nobody(), "main", keyed("1", "k"));

        assertThat(publish("main", keyed("123", "k")).repeat()).isFalse();
        assertThat(publish("main", keyed("123", "k")).repeat()).isTrue();
    }

    @Test
    void whoeverMayNotPublishLearnsNothingOfAKey() {
        publish("main", keyed("1", "k"));

        stage.refuses(Reason.FORBIDDEN_PUBLISH, Principals.nobody(), "main", keyed("1", "k"));
    }

    @Test
    void aKeyIsBoundedInLengthAndKeysAreInNumber() {
        stage.refuses(Reason.TOO_LARGE, Principals.anyone(), "main", keyed("1", "k".repeat(129)));
        var topic = "t".repeat(Topic.MAX_LENGTH);
        @Nullable Refused no = null;
        for (var i = 0; no == null && i < 100_000; i++) {
            no = refusal(topic, keyed("1", "k" + i));
        }

        assertThat(no).isNotNull().extracting(Refused::reason).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(publish("main", message("without")).repeat()).isFalse();
        assertThat(publish(topic, keyed("1", "k0")).repeat()).isTrue();
        stage.world.pass(ApplicationPolicy.USUAL_WINDOW);
        assertThat(publish(topic, keyed("1", "later")).repeat()).isFalse();
    }

    private @Nullable Refused refusal(String topic, Message message) {
        try {
            publish(topic, message);
            return null;
        } catch (Refused no) {
            return no;
        }
    }

    /** Its second attempt would be published as well, though the first was: nobody had waited for the answer. */
    @Test
    void aPublisherThatDoesNotWaitForItsReceiptHasPublished() {
        var eased = Sinks.<Void>empty();
        reader.outbox().congestedUntil(eased.asMono());

        publishing("1").subscribe().dispose();
        stage.refuses(Reason.KEY_REUSED, Principals.anyone(), "main", keyed("2", "k"));

        StepVerifier.create(publishing("1"))
                .then(eased::tryEmitEmpty)
                .assertNext(receipt -> assertThat(receipt.repeat()).isTrue())
                .verifyComplete();
        assertThat(reader.heard()).containsExactly("1");
    }

    private Mono<Receipt> publishing(String text) {
        return stage.broker.publish(Principals.anyone(), Topic.of("main"), keyed(text, "k"));
    }

    @Test
    void ofManyAtOnceOneIsPublished() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try {
            for (var round = 0; round < 500; round++) {
                var start = new CyclicBarrier(4);
                var key = "round " + round;
                Callable<Receipt> publishing = () -> {
                    start.await();
                    return publish("main", keyed(key, key));
                };
                var receipts = new ArrayList<Receipt>();
                for (var one : threads.invokeAll(Collections.nCopies(4, publishing))) {
                    receipts.add(one.get());
                }

                assertThat(receipts).filteredOn(Receipt::repeat).hasSize(3);
                assertThat(receipts)
                        .extracting(Receipt::id)
                        .containsOnly(receipts.get(0).id());
            }
            assertThat(reader.heard()).hasSize(500).doesNotHaveDuplicates();
        } finally {
            threads.shutdownNow();
        }
    }
}
