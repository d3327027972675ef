package io.trunkline.gateway.upgrade;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ByteProcessor;
import java.util.ArrayDeque;
import reactor.netty.NettyPipeline;

/**
 * Stands before the HTTP codec and keeps back what a client sends behind its handshake before that is answered; the codec would read it as another request.
 * Once the WebSocket is there it is read as frames. Bytes are handed on head by head, so that nothing behind a handshake slips in with it.
 */
final class EarlyFrames extends ChannelInboundHandlerAdapter {
    private static final String NAME = "trunkline.early";
    private static final String REQUESTS = "trunkline.early.requests";

    /** More than this is not waited for. */
    private static final int MOST = 1 << 16;

    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(0);
    private final ByteProcessor emptyLine = this::inEmptyLine;
    private boolean lineBegins;
    private boolean holding;
    private int waiting;

    /** Where the server reads HTTP/1.1 there is a codec to stand before; elsewhere a WebSocket does not begin. */
    static void install(Channel channel) {
        var pipeline = channel.pipeline();
        if (pipeline.get(NettyPipeline.HttpCodec) != null) {
            var handler = new EarlyFrames();
            pipeline.addBefore(NettyPipeline.HttpCodec, NAME, handler);
            pipeline.addAfter(NettyPipeline.HttpCodec, REQUESTS, new HandshakeWatch(handler));
        }
    }

    /** The channel is a WebSocket from now on: its frames are read, those first that were kept back. */
    static void release(Channel channel) {
        var pipeline = channel.pipeline();
        if (pipeline.get(NAME) instanceof EarlyFrames handler) {
            pipeline.remove(REQUESTS);
            handler.goOn(pipeline.context(NAME));
            pipeline.remove(NAME);
        }
    }

    void hold() {
        holding = true;
    }

    /** The handshake was refused: what follows it is another request after all. */
    void refused(Channel channel) {
        if (holding) {
            goOn(channel.pipeline().context(NAME));
        }
    }

    private void goOn(ChannelHandlerContext context) {
        holding = false;
        waiting = 0;
        while (!holding && !held.isEmpty()) {
            handOn(context, held.remove());
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
        } else if (holding) {
            keep(context, bytes);
        } else {
            handOn(context, bytes);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails to be closed ends in channelInactive
    private void keep(ChannelHandlerContext context, ByteBuf bytes) {
        waiting += bytes.readableBytes();
        held.add(bytes);
        if (waiting > MOST) {
            context.close();
        }
    }

    private void handOn(ChannelHandlerContext context, ByteBuf bytes) {
        while (!holding && bytes.isReadable()) {
            var end = bytes.forEachByte(emptyLine) + 1;
            var length = end == 0 ? bytes.readableBytes() : end - bytes.readerIndex();
            context.fireChannelRead(bytes.readRetainedSlice(length));
        }
        if (bytes.isReadable()) {
            keep(context, bytes);
        } else {
            bytes.release();
        }
    }

    /** False at the end of an empty line, with which a head ends. */
    private boolean inEmptyLine(byte next) {
        if (next == '\n' && lineBegins) {
            lineBegins = false;
            return false;
        }
        lineBegins = next == '\n' || (lineBegins && next == '\r');
        return true;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        held.forEach(ByteBuf::release);
        held.clear();
    }
}
