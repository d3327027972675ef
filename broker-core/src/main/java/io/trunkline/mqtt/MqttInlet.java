package io.trunkline.mqtt;

import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import java.net.InetSocketAddress;

/** A way in for WebSockets that somebody else has accepted and upgraded. */
public final class MqttInlet {
    private final Entrance entrance;
    private final Arrivals arrivals;
    private final ChannelGroup clients;
    private final WriteBufferWaterMark waterMark;

    MqttInlet(Entrance entrance, Arrivals arrivals, ChannelGroup clients, WriteBufferWaterMark waterMark) {
        this.entrance = entrance;
        this.arrivals = arrivals;
        this.clients = clients;
        this.waterMark = waterMark;
    }

    /** The largest frame that is to be let through, in bytes. */
    public int maxFrame() {
        return entrance.limits().maxFrame();
    }

    /**
     * Takes a channel over, on its loop: from now on what comes as WebSocket frames is MQTT.
     *
     * @param before the name of the handler that is not to hear of them any more
     * @param address where the client is
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it is gone either way
    public void enter(Channel channel, String before, InetSocketAddress address) {
        if (!channel.isActive()) {
            return; // it went during its handshake, and its handlers with it
        }
        entrance.meter().accepted();
        var place = arrivals.take();
        if (place == null || !Origin.of(channel, place).is(address)) {
            entrance.meter().refused((place == null ? Turned.TOO_MANY : Turned.TOO_MANY_OF_ADDRESS).code());
            channel.close();
            return;
        }
        clients.add(channel);
        channel.config().setWriteBufferWaterMark(waterMark);
        var pipeline = channel.pipeline();
        pipeline.addBefore(before, null, new WebSocketBytes());
        var bytes = pipeline.context(WebSocketBytes.class);
        for (var handler : ProtocolStack.of(entrance)) {
            pipeline.addBefore(before, null, handler);
        }
        // the engine tells nobody behind it
        var engine = pipeline.context(entrance.sessions().engineHandler());
        channel.closeFuture().addListener(closed -> engine.fireChannelInactive());
        bytes.fireChannelActive();
        channel.config().setAutoRead(true);
    }
}
