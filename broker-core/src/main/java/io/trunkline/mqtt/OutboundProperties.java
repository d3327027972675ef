package io.trunkline.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.trunkline.broker.message.Publication;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The MQTT 5 properties that all receivers of a publication share (section 3.3.2.3). */
final class OutboundProperties {
    private OutboundProperties() {}

    static byte[] encode(Publication publication, boolean signed) {
        var out = Unpooled.buffer(128);
        user(out, "id", publication.id());
        return ByteBufUtil.getBytes(out);
    }

    private static void user(ByteBuf out, String key, @Nullable String value) {
        if (value != null) {
            out.writeByte(MqttProperties.USER_PROPERTY);
            string(out, key);
            string(out, value);
        }
    }

    static void string(ByteBuf out, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length).writeBytes(bytes);
    }
}
