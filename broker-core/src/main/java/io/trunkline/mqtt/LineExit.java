package io.trunkline.mqtt;

import io.moquette.broker.EnginePacketIds;
import io.netty.buffer.ByteBuf;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.channel.ChannelExit;
import io.trunkline.channel.LoopDelivery;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The way out to an open line. At QoS 0 who does not read loses, and nobody waits for an acknowledgement; QoS 1 and 2 come by the engine. */
final class LineExit extends ChannelExit {
    private final Line line;
    private final Conversation conversation;
    private final int unsentBytes;
    private final BiConsumer<Delivery, Reason> lost;
    private @Nullable EnginePacketIds sent;

    /**
     * The exit of one line's conversation.
     *
     * @param unsentBytes above which the reader is slow
     * @param lost hears of each delivery that is not made, and why
     */
    LineExit(
            Line line,
            Conversation conversation,
            LoopDelivery loop,
            int unsentBytes,
            BiConsumer<Delivery, Reason> lost) {
        super(line.context(), loop);
        this.line = line;
        this.conversation = conversation;
        this.unsentBytes = unsentBytes;
        this.lost = lost;
    }

    /** Nothing follows a DISCONNECT. */
    @Override
    protected void append(Delivery delivery, ByteBuf to) {
        if (line.isOpen() && conversation.write(delivery.publication(), DeliveryTerms.of(delivery), to)) {
            line.traffic().packed();
        }
    }

    /** The engine may begin to send. */
    void fit(EnginePacketIds ids) {
        sent = ids;
    }

    /** A packet of the engine's, which is never too much: its window says how many there are. On the event loop. */
    void publish(int packetId, boolean dup) {
        if (line.state() == Line.State.CLOSING || sent == null) {
            return;
        }
        var message = (OutboundMessage) sent.cargo(packetId);
        if (conversation.write(message, packetId, dup, batch())) {
            line.traffic().packed();
        }
    }

    @Override
    protected boolean isSlow() {
        return line.unsentBytes() > unsentBytes;
    }

    @Override
    protected void slow(Delivery delivery) {
        lost.accept(delivery, Reason.SLOW_READER);
    }

    @Override
    protected void expired(Delivery delivery) {
        lost.accept(delivery, Reason.EXPIRED);
    }
}
