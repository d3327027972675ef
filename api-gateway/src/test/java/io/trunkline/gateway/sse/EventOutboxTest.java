package io.trunkline.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.refusal.Reason;
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
    private boolean caughtUp;
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
        for (Object next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            if (next instanceof ByteBuf bytes) {
                all.append(bytes.toString(StandardCharsets.UTF_8));
            }
            ReferenceCountUtil.release(next);
        }
        return all.toString();
    }

    private void begin() {
        outbox.begin("welcome".getBytes(StandardCharsets.UTF_8), () -> caughtUp = true);
    }

    /** Whether the reader has made room. */
    private void room(boolean some) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, some);
    }

    private void awaitWritten(StringBuilder to, String text) {
        await().until(() -> {
            channel.runScheduledPendingTasks();
            return to.append(written()).indexOf(text) >= 0;
        });
    }

    @Test
    void whatComesBeforeTheAnswerBeginsFollowsTheWelcome() {
        offer("one");
        offer("two");
        assertThat(written()).isEmpty();

        begin();
        offer("three");

        assertThat(written()).matches("(?s)welcome.*one.*two.*three.*");
        assertThat(lost).isEmpty();
    }

    /** All of it was written at once, and the next delivery found the reader slow. */
    @Test
    void whatCameBeforeIsWrittenAsTheReaderMakesRoom() {
        IntStream.range(0, 40).forEach(i -> offer("early " + i + " " + "x".repeat(1_000)));
        begin();
        room(false);
        offer("meanwhile");

        assertThat(written()).startsWith("welcome").doesNotContain("early 39");
        assertThat(caughtUp).isFalse();
        var all = new StringBuilder();
        room(true);
        awaitWritten(all, "early 0 ");
        offer("then");
        awaitWritten(all, "then");

        assertThat(all.toString()).matches("(?s).*early 0 .*early 1 .*early 39 .*meanwhile.*then.*");
        assertThat(caughtUp).isTrue();
        assertThat(lost).isEmpty();
    }

    @Test
    void whoIsClosedIsToldFirstWhatCameBefore() {
        offer("early");
        begin();
        outbox.close(Reason.SHUTDOWN);

        assertThat(written()).matches("(?s)welcome.*early.*" + Reason.SHUTDOWN.code() + ".*");
        offer("late");
        assertThat(written()).isEmpty();
        assertThat(lost).isEmpty();
    }

    @Test
    void whatHasNoRoomIsCounted() {
        IntStream.range(0, Early.MOST + 2).forEach(i -> offer("m" + i));

        assertThat(lost).hasSize(2);
    }
}
