package io.trunkline.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** A line over WebSocket: the upgrade, the frames, pings answered; what the frames hold is for the subclass. */
abstract class WebSocketLine extends Line {
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final int FINAL = 0x80;

    private final String path;
    private boolean upgraded;

    WebSocketLine(int index, String path, LineEvents events) {
        super(index, events);
        this.path = path;
    }

    /** The server has answered 101. */
    abstract void upgraded();

    /** One whole data message, {@code length} bytes from {@code start}. */
    abstract void message(ByteBuf in, int start, int length, long nanos);

    @Override
    final void opened() {
        send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dHJ1bmtsaW5lLWJlbmNoIQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
    }

    @Override
    final void cut(ByteBuf in, long nanos) {
        if (!upgraded && !readAnswer(in)) {
            return;
        }
        int index = in.readerIndex();
        int end = in.writerIndex();
        while (end - index >= 2 && end - index >= WebSocketFrames.headerLength(in, index)) {
            int start = index + WebSocketFrames.headerLength(in, index);
            int length = WebSocketFrames.payloadLength(in, index);
            if (end - start < length) {
                break;
            }
            frame(in, index, start, length, nanos);
            index = start + length;
        }
        in.readerIndex(index);
    }

    private void frame(ByteBuf in, int index, int start, int length, long nanos) {
        int first = in.getUnsignedByte(index);
        switch (first & 0x7f) {
            case WebSocketFrames.TEXT, WebSocketFrames.BINARY -> {
                if ((first & FINAL) == 0) {
                    fail("a fragmented message");
                    return;
                }
                message(in, start, length, nanos);
            }
            case WebSocketFrames.PING ->
                send(WebSocketFrames.masked(WebSocketFrames.PONG, ByteBufUtil.getBytes(in, start, length)));
            case WebSocketFrames.PONG -> {}
            case WebSocketFrames.CLOSE -> fail("closed by the server: " + closeText(in, start, length));
            default -> fail("a frame with first byte " + first);
        }
    }

    private boolean readAnswer(ByteBuf in) {
        int end = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(HEAD_END), in);
        if (end < 0) {
            return false;
        }
        String answer = in.toString(in.readerIndex(), end - in.readerIndex(), UTF_8);
        if (!answer.startsWith("HTTP/1.1 101")) {
            fail("upgrade refused: " + answer.lines().findFirst().orElse(""));
            in.skipBytes(in.readableBytes());
            return false;
        }
        in.readerIndex(end + HEAD_END.length);
        upgraded = true;
        upgraded();
        return true;
    }

    private static String closeText(ByteBuf in, int start, int length) {
        return length < 2
                ? "without a code"
                : in.getUnsignedShort(start) + " " + in.toString(start + 2, length - 2, UTF_8);
    }
}
