package io.trunkline.broker;

import static io.trunkline.broker.FeedStage.lasting;
import static io.trunkline.broker.FeedStage.shared;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.Retention;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Subscriptions that cursors feed. */
class FeedTest {
    private final FeedStage stage = new FeedStage();

    private FeedStage.Client client(int window) {
        return stage.client(window, text -> {});
    }

    private static void all(FeedStage.Client client) {
        while (!client.unacknowledged.isEmpty()) {
            client.acknowledge();
        }
    }

    @Test
    void aMemberHasNoMoreThanItsWindow() {
        var client = client(3).to("kept/+", shared(1));

        IntStream.range(0, 10).forEach(i -> stage.publish("kept/a", "m" + i));

        assertThat(client.heard).containsExactly("m0", "m1", "m2");
        client.acknowledge();
        assertThat(client.heard).containsExactly("m0", "m1", "m2", "m3");
    }

    @Test
    void aPublisherHearsThatSomebodyWillHaveIt() {
        assertThat(stage.publish("kept/a", "before")).isZero();
        var client = client(3).to("kept/+", shared(1));
        client.goAway();

        assertThat(stage.publish("kept/a", "m0")).isEqualTo(1);
    }

    @Test
    void whatIsNotSettledInTimeGoesToAnotherAndTakesItsPlaceStill() {
        var stuck = client(2).to("kept/+", shared(1));
        stage.publish("kept/a", "m0");
        stage.publish("kept/a", "m1");
        var other = client(10).to("kept/+", shared(1));

        stage.world.pass(Duration.ofSeconds(30));
        assertThat(other.heard).containsExactlyInAnyOrder("m0", "m1");
        IntStream.range(2, 8).forEach(i -> stage.publish("kept/a", "m" + i));

        assertThat(stuck.heard).containsExactly("m0", "m1");
        assertThat(other.heard).hasSize(8);
        all(stuck);
        all(other);
        stage.publish("kept/a", "m8");
        assertThat(stuck.heard.size() + other.heard.size()).isEqualTo(11);
    }

    /** An acknowledgement that comes late counts: nobody gets it again. */
    @Test
    void whoComesBackAndAcknowledgesIsDone() {
        var one = client(10).to("kept/+", shared(1));
        stage.publish("kept/a", "m0");
        one.goAway();
        one.comeBack();
        one.acknowledge();
        var other = client(10).to("kept/+", shared(1));

        stage.publish("kept/a", "m1");
        stage.publish("kept/a", "m2");

        assertThat(one.heard.stream().filter("m0"::equals).count()).isLessThanOrEqualTo(2);
        assertThat(other.heard).doesNotContain("m0");
    }

    @Test
    void whatThereIsNoRoomForIsNotLost() {
        var client = client(10).to("kept/+", lasting(1));
        client.full(true);
        stage.publish("kept/a", "m0");
        stage.publish("kept/a", "m1");
        assertThat(client.heard).isEmpty();

        client.full(false);
        stage.world.pass(Duration.ofSeconds(3));

        assertThat(client.heard).containsExactly("m0", "m1");
        assertThat(stage.listener.told("dropped")).isEmpty();
    }

    @Test
    void anEndedSessionLeavesNothing() {
        var client = client(10).to("kept/+", lasting(1));
        stage.publish("kept/a", "m0");
        client.connection.close(Reason.CLOSED_BY_PEER);
        stage.publish("kept/a", "m1");

        var next = client(10).to("kept/+", lasting(1));
        stage.publish("kept/a", "m2");

        assertThat(next.heard).containsExactly("m2");
    }

    @Test
    void anEndedSubscriptionLeavesNothing() {
        var filter = TopicFilter.levels("kept/+");
        var client = client(10).to("kept/+", lasting(1));
        client.connection.unsubscribe(filter, null);
        assertThat(stage.publish("kept/a", "m0")).isZero();

        client.to("kept/+", lasting(1));
        stage.publish("kept/a", "m1");

        assertThat(client.heard).containsExactly("m1");
    }

    @Test
    void isKnownToWaitForWhoIsAway() {
        var client = client(10).to("kept/+", lasting(1));
        client.goAway();
        stage.publish("kept/a", "m0");
        var first = new Position("epoch", 1);
        assertThat(client.connection.waits(Topic.of("kept/a"), first)).isTrue();
        assertThat(client.connection.waits(Topic.of("other"), first)).isFalse();

        client.comeBack();
        client.acknowledge();

        assertThat(client.connection.waits(Topic.of("kept/a"), first)).isFalse();
    }

    @Test
    void otherOptionsGoOnWhereItWas() {
        var client = client(1).to("kept/+", lasting(1));
        stage.publish("kept/a", "m0");
        stage.publish("kept/a", "m1");

        client.to("kept/+", lasting(2));
        client.acknowledge();

        assertThat(client.heard).containsExactly("m0", "m1");
    }

    @Test
    void aProcessThatEndsLeavesASessionItsPlace() {
        var client = client(10).to("kept/+", lasting(1));
        stage.publish("kept/a", "m0");
        client.acknowledge();
        stage.publish("kept/a", "m1");
        stage.restart();
        stage.publish("kept/a", "m2");

        var next = client(10).to("kept/+", lasting(1));
        stage.publish("kept/a", "m3");

        assertThat(next.heard).containsExactly("m1", "m2", "m3");
    }

    @Test
    void aHistoryThatIsSwitchedOnIsGoneOnWith() {
        stage.remember(Retention.NONE);
        var client = client(1).to("kept/+", lasting(1));
        stage.publish("kept/a", "m0");
        stage.remember(Retention.ofSize(100));
        client.goAway();

        IntStream.range(1, 5).forEach(i -> stage.publish("kept/a", "m" + i));
        assertThat(client.heard).containsExactly("m0");
        client.comeBack();
        IntStream.range(1, 5).forEach(i -> client.acknowledge());

        assertThat(client.heard).containsExactly("m0", "m1", "m2", "m3", "m4");
    }

    @Test
    void whatExpiredMeanwhileIsToldAsLostForItsReader() {
        var client = client(10).to("kept/+", lasting(1));
        client.goAway();
        var message = FeedStage.message("m0").withExpiry(Duration.ofSeconds(5));
        stage.broker.publish(Principals.anyone(), Topic.of("kept/a"), message).block();
        stage.publish("kept/a", "m1");
        stage.world.pass(Duration.ofSeconds(6));

        client.comeBack();

        assertThat(client.heard).containsExactly("m1");
        assertThat(stage.listener.told("dropped")).hasSize(1).first().asString().contains(client.connection.id());
    }

    @Test
    void whoMayNotHearATopicLeavesItToOthers() {
        var some =
                Principals.with("realtime:subscriber:read:topic:secure/*", "realtime:subscriber:read:topic:!secure/a");
        var one = stage.client(10, text -> {}, some).to("secure/+", shared(1));
        var all = Principals.with("realtime:subscriber:read:topic:secure/*");
        var other = stage.client(10, text -> {}, all).to("secure/+", shared(1));

        IntStream.range(0, 4).forEach(i -> stage.publish("secure/a", "m" + i));
        stage.world.pass(Duration.ofMinutes(1));

        assertThat(one.heard).isEmpty();
        assertThat(other.heard).containsExactlyInAnyOrder("m0", "m1", "m2", "m3");
    }

    @Test
    void whatNoneOfThoseWhoAreThereMayHearHoldsNothingUp() {
        var some =
                Principals.with("realtime:subscriber:read:topic:secure/*", "realtime:subscriber:read:topic:!secure/a");
        var one = stage.client(10, text -> {}, some).to("secure/+", shared(1));
        IntStream.range(0, 5_000).forEach(i -> stage.publish("secure/a", "m" + i));

        stage.publish("secure/b", "heard");

        assertThat(one.heard).containsExactly("heard");
        assertThat(stage.listener.told("dropped")).isEmpty();
    }

    /** Who is alone is not sent twice what it has still. */
    @Test
    void whoIsAloneHasAllTheTimeItWants() {
        var slow = client(2).to("kept/+", shared(1));
        stage.publish("kept/a", "m0");
        stage.world.pass(Duration.ofMinutes(10));
        assertThat(slow.heard).containsExactly("m0");
        slow.goAway();
        slow.comeBack();
        assertThat(slow.heard).containsExactly("m0");

        slow.acknowledge();
        client(10).to("kept/+", shared(1));
        stage.publish("kept/a", "m1");

        assertThat(slow.heard).doesNotHaveDuplicates();
    }
}
