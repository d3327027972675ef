package io.trunkline.mqtt;

import io.netty.buffer.ByteBuf;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.channel.ChannelExit;
import io.trunkline.channel.LoopDelivery;
import java.util.function.Consumer;

/** The way out to an open line for QoS 0: at most once, so who does not read loses, and nobody waits for an acknowledgement. */
final class LineExit extends ChannelExit {
    private final Line line;
    private final Conversation conversation;
    private final int unsentBytes;
    private final Consumer<Delivery> lost;

    /**
     * The exit of one line's conversation.
     *
     * @param unsentBytes above which the reader is slow
     * @param lost hears of each delivery that a slow reader loses
     */
    LineExit(Line line, Conversation conversation, LoopDelivery loop, int unsentBytes, Consumer<Delivery> lost) {
        super(line.context(), loop);
        this.line = line;
        this.conversation = conversation;
        this.unsentBytes = unsentBytes;
        this.lost = lost;
    }

    /** Nothing follows a DISCONNECT. */
    @Override
    protected void append(Delivery delivery, ByteBuf to) {
        if (!line.isOpen()) {
            return;
        }
        var packet = conversation.encode(delivery.publication(), DeliveryTerms.of(delivery));
        try {
            if (packet.isReadable()) {
                line.traffic().packed();
                to.writeBytes(packet);
            }
        } finally {
            packet.release();
        }
    }

    @Override
    protected boolean isSlow() {
        return line.unsentBytes() > unsentBytes;
    }

    @Override
    protected void slow(Delivery delivery) {
        lost.accept(delivery);
    }
}
