package io.trunkline.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** A realtime WebSocket that publishes and hears that the server has it: the id of a message is its stamp, and comes back. */
final class AcknowledgedLine extends WebSocketLine {
    private final Template template;
    private ByteBuf head = Unpooled.EMPTY_BUFFER;

    AcknowledgedLine(int index, String path, Template template, LineEvents events) {
        super(index, path, events);
        this.template = template;
    }

    @Override
    void upgraded() {
        // the server speaks first
    }

    @Override
    public void publish(int sequence) {
        send(template.stamped(channel().alloc(), sequence));
    }

    @Override
    void message(ByteBuf in, int start, int length, long nanos) {
        int stampAt = head.readableBytes();
        if (stampAt > 0 && stampAt + Stamp.LENGTH <= length && ByteBufUtil.equals(head, 0, in, start, stampAt)) {
            acknowledged(Stamp.read(in, start + stampAt));
        } else {
            other(in, start, length);
        }
    }

    /** The first acknowledgement, with which all others begin alike, or something else. */
    private void other(ByteBuf in, int start, int length) {
        String json = in.toString(start, length, UTF_8);
        int found = Stamp.find(in, start, length);
        if (json.contains("\"ack\"") && found >= 0) {
            head = Unpooled.copiedBuffer(in.slice(start, found - start));
            acknowledged(Stamp.read(in, found));
        } else if (json.contains("\"welcome\"")) {
            becomeReady();
        } else {
            fail("neither a welcome nor an acknowledgement: " + json);
        }
    }

    private void acknowledged(long stamp) {
        events.acknowledged(index, PacketIds.of(Stamp.sequence(stamp)));
    }
}
