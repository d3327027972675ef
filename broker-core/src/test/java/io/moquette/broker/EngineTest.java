package io.moquette.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineTest {
    private final EventExecutorGroup loops = new DefaultEventExecutorGroup(2);
    private final Engine engine = new Engine(new Engine.Bounds(2, 1000), loops, new Events());

    @AfterEach
    void close() {
        engine.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void theJarStillHasTheConstructorsTheBindingCalls() {
        assertThat(engine.handler().getClass()).isEqualTo(NewNettyMQTTHandler.class);
    }

    @Test
    void noCommandEndsALoop() {
        var ran = new AtomicInteger();

        engine.run("a", () -> {
            throw new StackOverflowError();
        });
        engine.run("a", ran::incrementAndGet);

        await().until(() -> ran.get() == 1);
    }

    @Test
    void aSessionIdWithTheSmallestHashHasALoop() {
        var ran = new AtomicInteger();
        var id = "polygenelubricants";
        assertThat(id.hashCode()).isEqualTo(Integer.MIN_VALUE);

        engine.run(id, ran::incrementAndGet);

        await().until(() -> ran.get() == 1);
    }

    @Test
    void whatWasAskedOfTheOldLoopIsDoneOnTheNewOneInTurn() {
        var old = home("a");
        var next = other(old);
        var ran = new CopyOnWriteArrayList<String>();
        var asked = new AtomicBoolean();
        engine.run("a", () -> {
            while (!asked.get()) {
                assertThat(ran).isEmpty();
            }
            engine.move("a", next);
        });
        engine.run("a", () -> ran.add("on the new one: " + next.inEventLoop()));
        asked.set(true);

        await().untilAsserted(() -> assertThat(ran).containsExactly("on the new one: true"));
        assertThat(home("a")).isSameAs(next);
    }

    @Test
    void aSessionMovesToNoLoopOfOthers() {
        var old = home("a");

        engine.move("a", ImmediateEventExecutor.INSTANCE);

        assertThat(home("a")).isSameAs(old);
    }

    @Test
    void whereASessionLivedIsForgottenWhenItIsOver() {
        var old = home("a");
        engine.move("a", other(old));

        engine.forget("a", () -> false);
        assertThat(home("a")).isNotSameAs(old);

        engine.forget("a", () -> true);
        await().until(() -> home("a") == old);
    }

    private EventExecutor home(String id) {
        var found = new CompletableFuture<EventExecutor>();
        engine.run(
                id,
                () -> loops.forEach(loop -> {
                    if (loop.inEventLoop()) {
                        found.complete(loop);
                    }
                }));
        return found.join();
    }

    private EventExecutor other(EventExecutor than) {
        var next = loops.next();
        return next == than ? loops.next() : next;
    }

    @Test
    void aMessageForNoSessionLeavesAtOnce() {
        var cargo = new Cargo(10);

        engine.deliver("nobody", new EngineMessage(MqttQoS.AT_LEAST_ONCE, Instant.MAX, cargo));

        assertThat(cargo.ends).containsExactly(EngineMessage.End.SETTLED);
    }

    @Test
    void aMessageThatHasExpiredIsNotQueued() {
        var cargo = new Cargo(10);

        engine.deliver("nobody", new EngineMessage(MqttQoS.AT_LEAST_ONCE, Instant.EPOCH, cargo));

        assertThat(cargo.ends).containsExactly(EngineMessage.End.EXPIRED);
    }

    static final class Cargo implements EngineMessage.Cargo {
        final List<EngineMessage.End> ends = new CopyOnWriteArrayList<>();
        private final int bytes;

        Cargo(int bytes) {
            this.bytes = bytes;
        }

        @Override
        public int bytes() {
            return bytes;
        }

        @Override
        public void left(EngineMessage.End end) {
            ends.add(end);
        }
    }

    private static final class Events implements EngineEvents {
        @Override
        public void opened(String sessionId) {}

        @Override
        public void destroyed(String sessionId) {}
    }
}
