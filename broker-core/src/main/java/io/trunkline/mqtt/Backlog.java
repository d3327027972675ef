package io.trunkline.mqtt;

import io.moquette.broker.Engine;
import io.moquette.broker.EngineMessage;
import io.trunkline.broker.routing.Progress;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The QoS 1 and 2 deliveries of one session: how many there are until they are acknowledged, and their way into the engine, where those that wait together
 * go in by one command.
 */
final class Backlog {
    private final String sessionId;
    private final Engine engine;
    private final Consumer<Runnable> loop;
    private final Runnable feed = this::feed;
    private final Queue<EngineMessage> entering = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean feeding = new AtomicBoolean();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong turns = new AtomicLong();
    private final Set<Integer> releasing = ConcurrentHashMap.newKeySet();
    private volatile int lastPacketId;
    private boolean held;

    /** @param loop runs a command on the session's loop, soon */
    Backlog(String sessionId, Engine engine, Consumer<Runnable> loop) {
        this.sessionId = sessionId;
        this.engine = engine;
        this.loop = loop;
    }

    int messages() {
        return messages.get();
    }

    long bytes() {
        return bytes.get();
    }

    void add(OutboundMessage message) {
        message.turn(turns.incrementAndGet());
        enter(message);
    }

    /** What had its turn in the process before, before all that are added. */
    void addAgain(OutboundMessage message) {
        turns.set(message.turn());
        enter(message);
    }

    private void enter(OutboundMessage message) {
        messages.incrementAndGet();
        bytes.addAndGet(message.bytes());
        entering.add(message.forEngine());
        if (feeding.compareAndSet(false, true)) {
            loop.accept(feed);
        }
    }

    /** Keeps deliveries out of the engine before and while it opens a session: what it has in flight must be sent again first. On the session's loop. */
    void hold() {
        held = true;
    }

    /** Unless the engine does not know the session, which then has had no line yet. On the session's loop. */
    void resume() {
        held = !engine.knows(sessionId);
        feed();
    }

    private void feed() {
        feeding.set(false);
        if (held) {
            return;
        }
        for (var next = entering.poll(); next != null; next = entering.poll()) {
            engine.deliver(sessionId, next);
        }
    }

    void left(OutboundMessage message) {
        messages.decrementAndGet();
        bytes.addAndGet(-message.bytes());
        if (message.isSent()) {
            sent.decrementAndGet();
        }
    }

    /** One that was sent for the first time. */
    void sent() {
        sent.incrementAndGet();
    }

    /** Sent, and neither acknowledged nor released for good. */
    int inFlight() {
        return sent.get() + releasing.size();
    }

    /** Not sent yet. */
    int queued() {
        return Math.max(0, messages.get() - sent.get());
    }

    /** All that were added and have not left. On the session's loop. */
    Stream<OutboundMessage> held() {
        return Stream.concat(entering.stream(), engine.held(sessionId))
                .map(EngineMessage::cargo)
                .filter(OutboundMessage.class::isInstance)
                .map(OutboundMessage.class::cast);
    }

    /** How far a publication is that was added, by its id. On the session's loop. */
    Progress progress(String publication) {
        return held().filter(message -> message.publication().id().equals(publication))
                .findFirst()
                .map(message -> message.isSent() ? Progress.SENT : Progress.WAITING)
                .orElse(Progress.LEFT);
    }

    /** The id the engine used last on a packet, so that the next channel goes on from there. */
    int lastPacketId() {
        return lastPacketId;
    }

    void used(int packetId) {
        lastPacketId = packetId;
    }

    /** How many packets wait for their PUBCOMP. */
    int releasing() {
        return releasing.size();
    }

    void releasing(int packetId) {
        releasing.add(packetId);
    }

    void completed(int packetId) {
        releasing.remove(packetId);
    }
}
