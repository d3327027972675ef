package io.trunkline.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttMessageFactory;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the codec. The codec does not see that a part reaches over the end of its packet (it waits for bytes, and takes them from the next one), that
 * a property is there twice or does not belong there, and the reserved bits of subscription options: such a packet is reported as what the codec makes of a
 * malformed one, in its turn, and nothing after it is read.
 */
final class Boundaries extends ChannelInboundHandlerAdapter {
    private final PacketWalk walk = new PacketWalk();
    private boolean lost;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
        } else if (lost) {
            bytes.release();
        } else {
            follow(context, bytes);
        }
    }

    private void follow(ChannelHandlerContext context, ByteBuf bytes) {
        var begin = bytes.readerIndex();
        var end = bytes.writerIndex();
        var fault = walk(bytes, begin, end);
        context.fireChannelRead(bytes);
        if (fault != null) {
            context.fireChannelRead(MqttMessageFactory.newInvalidMessage(fault));
        }
    }

    /** What is wrong, if anything is; then the bytes end before the packet that it is about. */
    private @Nullable ProtocolFault walk(ByteBuf bytes, int begin, int end) {
        var good = begin;
        try {
            for (var at = begin; at < end; ) {
                if (walk.isBetween()) {
                    good = at;
                }
                var skipped = walk.skip(end - at);
                if (skipped == 0) {
                    walk.take(bytes.getUnsignedByte(at));
                }
                at += Math.max(1, skipped);
            }
            return null;
        } catch (ProtocolFault fault) {
            lost = true;
            bytes.writerIndex(good);
            return fault;
        }
    }
}
