package io.trunkline.mqtt;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;

/** The handlers of one connection, from the socket to the engine. */
final class MqttPipeline extends ChannelInitializer<Channel> {
    private static final int MAX_REQUEST = 20 << 10;

    private final Entrance entrance;
    private final MqttListener listener;
    private final Arrivals arrivals;
    private final ChannelGroup clients;

    /** @param clients hears of every channel */
    MqttPipeline(Entrance entrance, MqttListener listener, Arrivals arrivals, ChannelGroup clients) {
        this.entrance = entrance;
        this.listener = listener;
        this.arrivals = arrivals;
        this.clients = clients;
    }

    @Override
    protected void initChannel(Channel channel) {
        entrance.meter().accepted();
        clients.add(channel);
        var place = arrivals.take();
        if (place == null) {
            turnAway(channel, Turned.TOO_MANY);
            return;
        }
        var origin = Origin.of(channel, place);
        var peer = (InetSocketAddress) channel.remoteAddress();
        var proxies = listener.approach().proxies();
        if (proxies == null) {
            locate(channel, origin, peer);
        } else if (proxies.test(peer.getAddress())) {
            channel.pipeline()
                    .addLast(new ProxyDetection())
                    .addLast(new ProxyHeader(source -> locate(channel, origin, source)));
        } else {
            turnAway(channel, Turned.PROXY);
        }
        if (channel.isOpen()) {
            addTransport(channel);
            channel.pipeline().addLast(ProtocolStack.of(entrance));
        }
    }

    private void locate(Channel channel, Origin origin, InetSocketAddress source) {
        if (!origin.is(source)) {
            turnAway(channel, Turned.TOO_MANY_OF_ADDRESS);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is gone either way
    private void turnAway(Channel channel, Turned why) {
        entrance.meter().refused(why.code());
        channel.close();
    }

    private void addTransport(Channel channel) {
        var contexts = listener.approach().contexts();
        if (contexts != null) {
            channel.pipeline().addLast(new TlsGate(contexts, entrance.limits().arrivals()));
        }
        if (listener.transport().isWebSocket()) {
            var lines =
                    new HttpDecoderConfig().setMaxInitialLineLength(MAX_REQUEST).setMaxHeaderSize(MAX_REQUEST);
            channel.pipeline()
                    .addLast(WebSocketHandshake.CODEC, new HttpServerCodec(lines))
                    .addLast(new HttpObjectAggregator(MAX_REQUEST))
                    .addLast(new WebSocketHandshake(
                            entrance.meter(), entrance.limits().maxFrame()))
                    .addLast(new WebSocketBytes());
        }
    }
}
