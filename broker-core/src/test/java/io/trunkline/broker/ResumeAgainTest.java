package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Subscriber;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reader that asks for the same topic more than once. */
class ResumeAgainTest {
    private static final TopicFilter TOPIC = TopicFilter.exact(Topic.of("kept"));

    private final SlowLog[] slow = new SlowLog[1];
    private final BrokerStage stage = new BrokerStage(world -> {
        slow[0] = new SlowLog(new MemoryTopicLog(world, "epoch", MemoryTopicLog.Bounds.DEFAULT));
        return slow[0];
    });
    private final BrokerStage.Reader reader = stage.reader(Principals.anyone());

    ResumeAgainTest() {
        var rules = TopicRules.of(List.of(new TopicRules.Rule("kept", Retention.ofSize(100))));
        stage.directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 2, Limits.DEFAULT).withTopics(rules));
    }

    private void resume(Since since) {
        reader.connection()
                .subscribe(TOPIC, SubscriptionOptions.DEFAULT, since)
                .flatMap(Resumption::rest)
                .subscribe();
    }

    @Test
    void whatComesWhileItIsCaughtUpWithAgainComesOnceAndInOrder() {
        stage.publish("kept", "1");
        resume(Since.LATEST);
        slow[0].answerAll();

        resume(Since.EARLIEST);
        stage.publish("kept", "2");
        stage.publish("kept", "3");
        slow[0].answerAll();
        stage.publish("kept", "4");

        assertThat(reader.heard()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void goesBackToWhereItWasBefore() {
        stage.publish("kept", "1");
        stage.publish("kept", "2");
        resume(Since.EARLIEST);
        slow[0].answerAll();

        resume(new Since.After(new Position("epoch", 1)));
        slow[0].answerAll();
        stage.publish("kept", "3");

        assertThat(reader.heard()).containsExactly("1", "2", "2", "3");
    }

    @Test
    void whatWasGivenUpBringsNothingAndEndsNoOther() {
        stage.publish("kept", "1");
        resume(Since.EARLIEST);
        reader.connection().unsubscribe(TOPIC, null);
        reader.to("kept");
        slow[0].answerAll();
        stage.publish("kept", "2");

        assertThat(reader.heard()).containsExactly("2");
        assertThat(reader.outbox().closedWith()).isNull();
    }

    /** A publisher had matched it before. */
    @Test
    void whatCameForTheSubscriptionThatWasReplacedIsOfTheNewOne() {
        var subscriber = (Subscriber) reader.connection();
        var old = new Subscription(subscriber, TOPIC, SubscriptionOptions.DEFAULT, Instant.MIN);
        reader.connection()
                .subscribe(TOPIC, SubscriptionOptions.DEFAULT.withPositions(), Since.LATEST)
                .flatMap(Resumption::rest)
                .subscribe();

        subscriber.offer(Delivery.of(Publications.of("kept", "1").at(new Position("epoch", 1)), old));
        slow[0].answerAll();

        assertThat(reader.outbox().deliveries()).singleElement().matches(Delivery::tellsPosition);
    }
}
