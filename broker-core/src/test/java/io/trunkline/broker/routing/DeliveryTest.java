package io.trunkline.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.testkit.RecordingOutbox;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private static final Subscriber READER = new Subscriber() {
        private final Outbox outbox = new RecordingOutbox();

        @Override
        public String id() {
            return "reader";
        }

        @Override
        public Outbox outbox() {
            return outbox;
        }

        @Override
        public boolean mayHear(Topic topic) {
            return true;
        }
    };

    @Test
    void tellsAPositionWhereThereIsOneAndAnyOfTheSubscriptionsAsked() {
        var bare = Publications.of("t", "x");
        var placed = bare.at(new Position("e", 1));
        var plain = new Subscription(READER, TopicFilter.levels("t"), SubscriptionOptions.DEFAULT, Instant.MIN);
        var asking = new Subscription(
                READER, TopicFilter.levels("+"), SubscriptionOptions.DEFAULT.withPositions(), Instant.MIN);

        assertThat(Delivery.of(placed, asking).tellsPosition()).isTrue();
        assertThat(new Delivery(placed, plain, List.of(asking), false).tellsPosition())
                .isTrue();
        assertThat(Delivery.of(placed, plain).tellsPosition()).isFalse();
        assertThat(Delivery.of(bare, asking).tellsPosition()).isFalse();
    }
}
