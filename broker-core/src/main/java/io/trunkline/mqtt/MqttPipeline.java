package io.trunkline.mqtt;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.flush.FlushConsolidationHandler;

/** The handlers of one connection, from the socket to the engine. The engine adds the keep-alive's idle handler at the head. */
final class MqttPipeline extends ChannelInitializer<Channel> {
    private static final int FLUSH_AFTER = 256;

    private final Entrance entrance;
    private final ChannelGroup clients;

    /** @param clients hears of every channel */
    MqttPipeline(Entrance entrance, ChannelGroup clients) {
        this.entrance = entrance;
        this.clients = clients;
    }

    @Override
    protected void initChannel(Channel channel) {
        clients.add(channel);
        channel.pipeline()
                .addLast(new FlushConsolidationHandler(FLUSH_AFTER, true))
                .addLast(new Boundaries())
                .addLast(new MqttDecoder(entrance.limits().packetBytes()))
                .addLast(MqttEncoder.INSTANCE)
                .addLast(new Front(entrance))
                .addLast(entrance.sessions().engineHandler());
    }
}
