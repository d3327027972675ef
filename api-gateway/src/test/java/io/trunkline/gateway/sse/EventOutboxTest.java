package io.trunkline.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.routing.Subscriber;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import io.trunkline.channel.LoopDeliveries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes live for a stream while logs are read for it. */
class EventOutboxTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final List<Delivery> lost = new ArrayList<>();
    private final EventOutbox outbox = new EventOutbox(
            channel.pipeline().lastContext(),
            new LoopDeliveries().on(channel.eventLoop()),
            new EventsProperties(Duration.ofSeconds(15), Duration.ofSeconds(3), Duration.ofSeconds(2)),
            new Places(List.of()),
            new Watching());

    private final class Watching implements EventOutbox.Watch {
        @Override
        public void slow(Delivery delivery) {
            lost.add(delivery);
        }

        @Override
        public void expired(Delivery delivery) {
            lost.add(delivery);
        }

        @Override
        public String address() {
            return "";
        }

        @Override
        public void look() {}
    }

    private record Reader(Outbox outbox) implements Subscriber {
        @Override
        public String id() {
            return "reader";
        }

        @Override
        public boolean mayHear(Topic topic) {
            return true;
        }
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    private void offer(String text) {
        var publisher = new Principal(new ApplicationId("a".repeat(32)), "backend", Permissions.NONE);
        var message = Message.of(Payload.text(text));
        var publication = new Publication(new Stamp("id", Instant.EPOCH, "node"), publisher, Topic.of("main"), message);
        var subscription = new Subscription(
                new Reader(outbox), TopicFilter.exact(Topic.of("main")), SubscriptionOptions.DEFAULT, Instant.EPOCH);
        outbox.offer(Delivery.of(publication, subscription));
        channel.runPendingTasks();
    }

    private String written() {
        channel.runPendingTasks();
        var all = new StringBuilder();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            all.append(next.toString(StandardCharsets.UTF_8));
            next.release();
        }
        return all.toString();
    }

    @Test
    void whatComesBeforeTheAnswerBeginsFollowsTheWelcome() {
        offer("one");
        offer("two");
        assertThat(written()).isEmpty();

        outbox.begin("welcome".getBytes(StandardCharsets.UTF_8));
        offer("three");

        assertThat(written()).matches("(?s)welcome.*one.*two.*three.*");
        assertThat(lost).isEmpty();
    }

    @Test
    void whatHasNoRoomIsCounted() {
        IntStream.range(0, Early.MOST + 2).forEach(i -> offer("m" + i));

        assertThat(lost).hasSize(2);
    }
}
