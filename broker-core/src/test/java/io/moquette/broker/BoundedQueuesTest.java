package io.moquette.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.moquette.broker.EngineMessage.End;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BoundedQueuesTest {
    private final BoundedQueues queues = new BoundedQueues(2, 1000);
    private final SessionMessageQueue<SessionRegistry.EnqueuedMessage> queue = queues.getOrCreateQueue("a");

    @Test
    void keepsTheOrder() {
        var first = message(new EngineTest.Cargo(1));
        var second = message(new EngineTest.Cargo(1));

        queue.enqueue(first);
        queue.enqueue(second);

        assertThat(queue.dequeue()).isSameAs(first);
        assertThat(queue.dequeue()).isSameAs(second);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void refusesTheNewestAboveItsCount() {
        var third = new EngineTest.Cargo(1);
        queue.enqueue(message(new EngineTest.Cargo(1)));
        queue.enqueue(message(new EngineTest.Cargo(1)));

        queue.enqueue(message(third));

        assertThat(third.ends).containsExactly(End.OVERFLOW);
    }

    @Test
    void refusesTheNewestAboveItsBytesAndTakesAgainWhenThereIsRoom() {
        var refused = new EngineTest.Cargo(400);
        queue.enqueue(message(new EngineTest.Cargo(700)));

        queue.enqueue(message(refused));
        queue.dequeue();
        queue.enqueue(message(new EngineTest.Cargo(1000)));

        assertThat(refused.ends).containsExactly(End.OVERFLOW);
        assertThat(queue.isEmpty()).isFalse();
    }

    @Test
    void throwsAwayWhatHasExpiredBeforeItAnswers() {
        var expired = new EngineTest.Cargo(1);
        var live = message(new EngineTest.Cargo(1));
        queue.enqueue(new EngineMessage(MqttQoS.AT_LEAST_ONCE, Instant.EPOCH, expired));
        queue.enqueue(live);

        var next = queue.dequeue();

        assertThat(next).isSameAs(live);
        assertThat(expired.ends).containsExactly(End.EXPIRED);
    }

    @Test
    void aPurgedQueueLetsGoOfAllAndIsForgotten() {
        var held = new EngineTest.Cargo(1);
        queue.enqueue(message(held));

        queue.closeAndPurge();

        assertThat(held.ends).containsExactly(End.SETTLED);
        assertThat(queues.containsQueue("a")).isFalse();
    }

    private static EngineMessage message(EngineMessage.Cargo cargo) {
        return new EngineMessage(MqttQoS.AT_LEAST_ONCE, Instant.MAX, cargo);
    }
}
