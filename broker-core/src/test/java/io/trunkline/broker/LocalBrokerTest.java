package io.trunkline.broker;

import static io.trunkline.broker.testkit.Publications.message;
import static io.trunkline.broker.testkit.Publications.retained;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class LocalBrokerTest {
    private final BrokerStage stage = new BrokerStage();

    @Test
    void publishesOncePerSubscriptionToTheMonoAndNotBefore() {
        var reader = stage.reader(Principals.anyone()).to("main");
        var publish = stage.broker.publish(Principals.anyone(), Topic.of("main"), message("m"));
        assertThat(reader.heard()).isEmpty();

        StepVerifier.create(publish).expectNextCount(1).verifyComplete();
        StepVerifier.create(publish).expectNextCount(1).verifyComplete();

        assertThat(reader.heard()).containsExactly("m", "m");
    }

    @Test
    void tenantsWithTheSameTopicsNeverMeet() {
        var ours = stage.reader(Principals.anyone()).to("#").to("main");
        var theirs = stage.reader(Principals.anyone(Principals.OTHER_APPLICATION, "anyone"))
                .to("#")
                .to("main");

        var receipt = stage.publish("main", "ours");
        stage.publish(Principals.anyone(Principals.OTHER_APPLICATION, "x"), "main", retained("theirs"));

        assertThat(receipt.subscribers()).isEqualTo(1);
        assertThat(ours.heard()).containsExactly("ours");
        assertThat(theirs.heard()).containsExactly("theirs");
        assertThat(last(ours, "main")).isEmpty();
        assertThat(last(theirs, "main")).containsExactly("theirs");
    }

    @Test
    void aDisabledApplicationLosesItsConnectionsAndNobodyElse() {
        var ours = stage.reader(Principals.anyone());
        var theirs = stage.reader(Principals.anyone(Principals.OTHER_APPLICATION, "x"));

        stage.directory.put(Principals.APPLICATION, true, Limits.DEFAULT);
        assertThat(ours.outbox().closedWith()).isNull();
        stage.directory.put(Principals.APPLICATION, false, Limits.DEFAULT);

        assertThat(ours.outbox().closedWith()).isEqualTo(Reason.APPLICATION_DISABLED);
        assertThat(theirs.outbox().closedWith()).isNull();
        assertThat(stage.broker.connections().all()).containsExactly(theirs.connection());
    }

    @Test
    void aRemovedApplicationLosesItsConnectionsAndWhatItKept() {
        var ours = stage.reader(Principals.anyone());
        stage.publish(Principals.anyone(), "main", retained("old"));

        stage.directory.remove(Principals.APPLICATION);
        stage.directory.put(Principals.APPLICATION, true, Limits.DEFAULT);

        assertThat(ours.outbox().closedWith()).isEqualTo(Reason.UNKNOWN_APPLICATION);
        assertThat(last(stage.reader(Principals.anyone()), "main")).isEmpty();
    }

    @Test
    void keepsReplacesAndClearsTheLastValue() {
        var reader = stage.reader(Principals.anyone());

        stage.publish(Principals.anyone(), "main", retained("1"));
        stage.publish(Principals.anyone(), "main", message("not kept"));
        assertThat(last(reader, "#")).containsExactly("1");
        stage.publish(Principals.anyone(), "main", retained("2"));
        assertThat(last(reader, "main")).containsExactly("2");
        stage.publish(Principals.anyone(), "main", retained(""));

        assertThat(last(reader, "main")).isEmpty();
    }

    @Test
    void aLastValueThatFindsNoRoomIsRefusedAndHeardByNobody() {
        var reader = stage.reader(Principals.anyone()).to("#");
        stage.publish(Principals.anyone(), "a", retained("a"));
        stage.publish(Principals.anyone(), "b", retained("b").withExpiry(Duration.ofSeconds(1)));

        StepVerifier.create(stage.broker.publish(Principals.anyone(), Topic.of("c"), retained("c")))
                .verifyErrorSatisfies(no -> assertThat(((Refused) no).reason()).isEqualTo(Reason.LIMIT_REACHED));

        assertThat(reader.heard()).containsExactly("a", "b");
        assertThat(stage.listener.told("refused"))
                .containsExactly("refused " + Principals.APPLICATION + " " + Reason.LIMIT_REACHED.code());
        stage.world.pass(Duration.ofSeconds(1));
        assertThat(last(reader, "#")).containsExactly("a");
        stage.publish(Principals.anyone(), "c", retained("c"));
    }

    @Test
    void aSubscriptionBringsNoLastValueItsReaderMayNotHear() {
        stage.publish(Principals.anyone(), "secure/a", retained("a"));
        stage.publish(Principals.anyone(), "secure/b", retained("b"));
        var reader = stage.reader(
                Principals.with("realtime:subscriber:read:topic:secure/*", "realtime:subscriber:read:topic:!secure/b"));

        assertThat(last(reader, "secure/#")).containsExactly("a");
    }

    @Test
    void droppedOffersAreCountedAndHurtNobodyElse() {
        var slow = stage.reader(Principals.anyone()).to("main");
        var quick = stage.reader(Principals.anyone()).to("main");
        slow.outbox().answering(Offer.DROPPED);

        var receipt = stage.publish("main", "1");

        assertThat(receipt.subscribers()).isEqualTo(1);
        assertThat(quick.heard()).containsExactly("1");
        assertThat(stage.listener.told("dropped"))
                .containsExactly("dropped " + slow.connection().id() + " slow-reader");
        assertThat(stage.listener.told("published")).containsExactly("published main 1");
    }

    @Test
    void aCongestedReaderHoldsTheReceiptUntilItIsEased() {
        var eased = Sinks.<Void>empty();
        var reader = stage.reader(Principals.anyone()).to("main");
        reader.outbox().congestedUntil(eased.asMono());

        StepVerifier.withVirtualTime(() -> publishing("1"))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(1))
                .then(() -> assertThat(reader.heard()).containsExactly("1"))
                .then(eased::tryEmitEmpty)
                .assertNext(receipt -> assertThat(receipt.subscribers()).isEqualTo(1))
                .verifyComplete();
    }

    @Test
    void aCongestedReaderHoldsTheReceiptNoLongerThanThePatience() {
        stage.reader(Principals.anyone()).to("main").outbox().congestedUntil(Mono.never());

        StepVerifier.withVirtualTime(() -> publishing("1"))
                .expectSubscription()
                .expectNoEvent(BrokerStage.PATIENCE.minusMillis(1))
                .thenAwait(Duration.ofMillis(1))
                .expectNextCount(1)
                .verifyComplete();
    }

    private Mono<Receipt> publishing(String text) {
        return stage.broker.publish(Principals.anyone(), Topic.of("main"), message(text));
    }

    @Test
    void goesDownWithAWordToEveryConnection() {
        var one = stage.reader(Principals.anyone());
        var other = stage.reader(Principals.anyone(Principals.OTHER_APPLICATION, "x"));

        stage.broker.dispose();

        assertThat(List.of(one, other))
                .allSatisfy(reader -> assertThat(reader.outbox().closedWith()).isEqualTo(Reason.SHUTDOWN));
        assertThat(stage.broker.connections().size()).isZero();
        assertThat(stage.broker.isDisposed()).isTrue();
    }

    /** Whoever came after the last goodbye was let in and never told to go. */
    @Test
    void nobodyConnectsOnceItIsDown() {
        stage.broker.dispose();

        BrokerStage.refuses(Reason.SHUTDOWN, () -> stage.reader(Principals.anyone()));
    }

    private static List<String> last(BrokerStage.Reader reader, String filter) {
        var subscription = reader.connection().subscribe(TopicFilter.levels(filter), SubscriptionOptions.DEFAULT);
        return reader.connection()
                .retained(subscription)
                .map(Publications::text)
                .collectList()
                .block(Duration.ofSeconds(10));
    }
}
