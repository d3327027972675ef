package io.trunkline.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A NATS line. The server packs operations into WebSocket messages as it likes, so they are read as one stream; an
 * operation that a message cuts in two waits for the next.
 */
final class NatsLine extends WebSocketLine {
    private static final byte[] CONNECT =
            NatsWire.frame("CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"bench\",\"version\":\"1\"}\r\n");
    private static final byte[] PING = NatsWire.frame("PING\r\n");
    private static final byte[] PONG = NatsWire.frame("PONG\r\n");

    private final byte[] subscribe;
    private final @Nullable Template template;
    private final ByteBuf half = Unpooled.buffer(0);

    NatsLine(int index, byte[] subscribe, @Nullable Template template, LineEvents events) {
        super(index, "/", events);
        this.subscribe = subscribe;
        this.template = template;
    }

    @Override
    void upgraded() {
        // the server speaks first
    }

    @Override
    public void publish(int sequence) {
        send(Objects.requireNonNull(template).stamped(channel().alloc(), sequence));
    }

    @Override
    void message(ByteBuf in, int start, int length, long nanos) {
        if (half.isReadable()) {
            half.writeBytes(in, start, length);
            half.skipBytes(operations(half, half.readerIndex(), half.writerIndex(), nanos) - half.readerIndex());
            half.discardReadBytes();
            return;
        }
        int read = operations(in, start, start + length, nanos);
        half.writeBytes(in, read, start + length - read);
    }

    /** Reads whole operations and answers the index of the first that is not whole. */
    private int operations(ByteBuf in, int start, int end, long nanos) {
        int index = start;
        while (index < end) {
            int lineEnd = in.indexOf(index, end, (byte) '\n');
            if (lineEnd < 0) {
                return index;
            }
            int next = lineEnd + 1;
            if (in.getByte(index) == 'M') {
                int payload = next;
                next = payload + payloadSize(in, lineEnd - 1) + 2;
                if (next > end) {
                    return index;
                }
                events.delivered(this.index, Stamp.read(in, payload), next - index, nanos);
            } else {
                control(in.toString(index, lineEnd - index, UTF_8));
            }
            index = next;
        }
        return index;
    }

    /** The last number of the line whose carriage return is at {@code lineEnd}. */
    private static int payloadSize(ByteBuf in, int lineEnd) {
        int size = 0;
        int unit = 1;
        for (int i = lineEnd - 1; in.getByte(i) != ' '; i--) {
            size += (in.getByte(i) - '0') * unit;
            unit *= 10;
        }
        return size;
    }

    private void control(String line) {
        if (line.startsWith("INFO")) {
            send(CONNECT);
            send(subscribe);
            send(PING);
        } else if (line.startsWith("PING")) {
            send(PONG);
        } else if (line.startsWith("PONG")) {
            becomeReady();
        } else if (line.startsWith("-ERR")) {
            fail(line);
        }
    }
}
