package io.trunkline.bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the load generator. It cuts what arrives into messages in place, and keeps for the next read only what
 * is not yet whole.
 */
public abstract class Line extends ChannelInboundHandlerAdapter {
    /** Number of this line among those of its role. */
    protected final int index;

    /** Whom to tell. */
    protected final LineEvents events;

    private final CompletableFuture<Line> ready = new CompletableFuture<>();
    private @Nullable Channel channel;
    private @Nullable ByteBuf rest;
    private boolean unflushed;
    private boolean ending;

    Line(int index, LineEvents events) {
        this.index = index;
        this.events = events;
    }

    /** Completed when the line is open and its subscription, if any, is in force. */
    public final CompletableFuture<Line> ready() {
        return ready;
    }

    /** Writes publication {@code sequence} without flushing it; only for a line that was opened to publish. */
    public abstract void publish(int sequence);

    /** Sends what was written. */
    public final void flush() {
        if (unflushed) {
            unflushed = false;
            channel().flush();
        }
    }

    /** Ends the line without telling anybody. */
    public final void end() {
        ending = true;
        if (channel != null) {
            var unused = channel.close();
        }
    }

    /** The connection stands: send the first bytes. */
    abstract void opened();

    /** Reads the whole messages in {@code in} and leaves the reader index before the first that is not whole. */
    abstract void cut(ByteBuf in, long nanos);

    final Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("the line is not open");
        }
        return channel;
    }

    final void send(ByteBuf packet) {
        unflushed = true;
        var unused = channel().write(packet, channel().voidPromise());
    }

    final void send(byte[] packet) {
        send(channel().alloc().directBuffer(packet.length).writeBytes(packet));
    }

    final void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    final void becomeReady() {
        ready.complete(this);
    }

    final void fail(String why) {
        if (!ready.completeExceptionally(new IllegalStateException(why)) && !ending) {
            events.broken(why);
        }
        end();
    }

    @Override
    public final void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        opened();
        flush();
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = joined(ctx, (ByteBuf) message);
        cut(in, System.nanoTime());
        if (in.isReadable() && !ending) {
            rest = in;
        } else {
            in.release();
        }
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        flush();
        events.settled();
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        if (rest != null) {
            rest.release();
            rest = null;
        }
        fail("the server closed the connection");
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause.toString());
    }

    private ByteBuf joined(ChannelHandlerContext ctx, ByteBuf in) {
        ByteBuf before = rest;
        if (before == null) {
            return in;
        }
        rest = null;
        ByteBuf whole = ctx.alloc().directBuffer(before.readableBytes() + in.readableBytes());
        whole.writeBytes(before).writeBytes(in);
        before.release();
        in.release();
        return whole;
    }
}
