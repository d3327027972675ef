package io.trunkline.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.ssl.SslCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the codec and the engine, one per channel: everything inbound is answered here, from the core; only acknowledgements and the end go on to
 * the engine, and what the engine writes takes its final shape here.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails is the channel's end, and that is heard of
final class Front extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    private final Entrance entrance;
    private final Traffic traffic;
    private @Nullable ConnectGate gate;
    private @Nullable Line line;
    private @Nullable KeepAlive keepAlive;
    private boolean flushed;

    Front(Entrance entrance, Traffic traffic) {
        this.entrance = entrance;
        this.traffic = traffic;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        var made = new Line(context, traffic);
        line = made;
        keepAlive = new KeepAlive(context.executor(), made::isBusy, this::silent);
        gate = new ConnectGate(made, entrance, keepAlive, this::hear);
    }

    private void silent() {
        line().disconnect(Codes.KEEP_ALIVE_TIMEOUT, "nothing heard for one and a half keep-alives");
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        gate().await();
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        entrance.meter().packet();
        keepAlive().packet();
        hear(message);
    }

    private void hear(Object message) {
        if (line().state() == Line.State.CLOSING) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (line().state() == Line.State.OPENING) {
            gate().hold(message);
            return;
        }
        try {
            take((MqttMessage) message);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(MqttMessage packet) {
        try {
            if (packet.decoderResult().isFailure()) {
                gate().undecodable(packet);
            } else if (line().isOpen()) {
                gate().conversation().hear(packet);
            } else if (packet instanceof MqttConnectMessage connect && line().state() == Line.State.NEW) {
                gate().connect(connect);
            } else {
                gate().turnAway(Turned.PROTOCOL);
                line().close();
            }
        } catch (ProtocolFault fault) {
            line().disconnect(fault.code(), fault.text());
        }
    }

    /** The engine would queue a command per read. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        keepAlive().readComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (line().isOpen()) {
            context.fireChannelWritabilityChanged();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        context.fireChannelInactive();
        gate().gone();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCompletionEvent handshake && !handshake.isSuccess()) {
            gate().turnAway(Turned.TLS);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
        if (fault instanceof IOException || fault instanceof DecoderException) {
            gate().turnAway(fault instanceof HAProxyProtocolException ? Turned.PROXY : Turned.PROTOCOL);
            LOG.debug("event=mqtt-connection-broken {} cause={}", gate().caller(), fault.toString());
        } else {
            LOG.error("event=mqtt-connection-failed {}", gate().caller(), fault);
        }
        line().close();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (line().state() == Line.State.CLOSING) {
            ReferenceCountUtil.release(message);
            promise.trySuccess();
        } else if (message instanceof ByteBuf) {
            context.write(message, promise);
        } else {
            writePacket(context, (MqttMessage) message, promise);
        }
    }

    private void writePacket(ChannelHandlerContext context, MqttMessage packet, ChannelPromise promise) {
        if (packet instanceof MqttPublishMessage publish) {
            publish(publish);
            promise.trySuccess();
        } else if (packet instanceof MqttConnAckMessage) {
            context.write(gate().connack(), promise);
        } else {
            context.write(packet, promise);
        }
        if (packet.fixedHeader().messageType() == MqttMessageType.PUBREL) {
            gate().conversation().releasing(packet);
        }
    }

    /** Its bytes leave with those of others. */
    private void publish(MqttPublishMessage packet) {
        gate().exit()
                .publish(
                        packet.variableHeader().packetId(), packet.fixedHeader().isDup());
        flushed = true;
    }

    /** The engine flushes after each packet. */
    @Override
    public void flush(ChannelHandlerContext context) {
        if (flushed) {
            flushed = false;
        } else {
            context.flush();
        }
    }

    /** A line that lingers is closed when its time has come, not when the engine says so. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (line().isLingering()) {
            context.channel().closeFuture().addListener(closed -> promise.trySuccess());
        } else {
            context.close(promise);
        }
    }

    private ConnectGate gate() {
        return made(gate);
    }

    private Line line() {
        return made(line);
    }

    private KeepAlive keepAlive() {
        return made(keepAlive);
    }

    private static <T> T made(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return part;
    }
}
