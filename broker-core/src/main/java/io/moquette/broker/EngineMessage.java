package io.moquette.broker;

import io.moquette.broker.SessionRegistry.PublishedMessage;
import io.moquette.broker.subscriptions.Topic;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * One delivery inside the engine. It holds no bytes: what goes on the wire is its {@link Cargo}, found again by the packet's id ({@link EnginePacketIds}), so
 * that neither redelivery nor the offline queue copies anything. It knows when the engine lets go of it, however that comes about.
 */
public final class EngineMessage extends PublishedMessage {
    private static final Topic NO_TOPIC = new Topic("");
    private static final MqttProperty<?>[] NO_PROPERTIES = {};
    private static final AtomicIntegerFieldUpdater<EngineMessage> HOLDERS =
            AtomicIntegerFieldUpdater.newUpdater(EngineMessage.class, "holders");

    private final Cargo cargo;

    @SuppressWarnings("UnusedVariable") // read by its updater
    private volatile int holders = 1;

    private volatile End end = End.SETTLED;

    /** How a message left the engine. */
    public enum End {
        /** Acknowledged, or gone with its session. */
        SETTLED,
        /** Thrown away because its expiry passed. */
        EXPIRED,
        /** Thrown away because the session's queue was full. */
        OVERFLOW
    }

    /** What a message carries through the engine. */
    public interface Cargo {
        /** The room it takes in a queue, in bytes. */
        int bytes();

        /** Called once, on any thread, when the engine holds the message no more. */
        void left(End end);
    }

    /** @param expiry when it stops being worth sending; {@link Instant#MAX} for never */
    public EngineMessage(MqttQoS qos, Instant expiry, Cargo cargo) {
        super(NO_TOPIC, qos, Unpooled.EMPTY_BUFFER, false, expiry, NO_PROPERTIES);
        this.cargo = cargo;
    }

    /** What it carries. */
    public Cargo cargo() {
        return cargo;
    }

    int bytes() {
        return cargo.bytes();
    }

    void endBy(End how) {
        end = how;
    }

    @Override
    public void retain() {
        HOLDERS.incrementAndGet(this);
    }

    @Override
    public void release() {
        if (HOLDERS.decrementAndGet(this) == 0) {
            cargo.left(end);
        }
    }
}
