package io.trunkline.mqtt;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.flush.FlushConsolidationHandler;

/** The handlers that make MQTT of bytes, the same whatever brought those here. */
final class ProtocolStack {
    private static final int FLUSH_AFTER = 256;

    private ProtocolStack() {}

    /** In order from the network inwards. */
    static ChannelHandler[] of(Entrance entrance) {
        var traffic = new Traffic(entrance.meter());
        return new ChannelHandler[] {
            new FlushConsolidationHandler(FLUSH_AFTER, true),
            traffic,
            new Boundaries(),
            new MqttDecoder(entrance.limits().packetBytes()),
            MqttEncoder.INSTANCE,
            new Front(entrance, traffic),
            entrance.sessions().engineHandler()
        };
    }
}
