package io.trunkline.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Publication;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The MQTT 5 properties that all receivers of a publication share (section 3.3.2.3). */
final class OutboundProperties {
    private OutboundProperties() {}

    static byte[] asPublished(Publication publication) {
        var out = Unpooled.buffer(160);
        write(out, publication, publication.message().properties().contentType());
        publication.message().properties().user().forEach(property -> user(out, property.name(), property.value()));
        return ByteBufUtil.getBytes(out);
    }

    /** Without user properties that look like the broker's. */
    static byte[] plain(Publication publication) {
        var out = Unpooled.buffer(160);
        write(out, publication, publication.message().properties().contentType());
        others(out, publication);
        return ByteBufUtil.getBytes(out);
    }

    /** With the media type, where its publisher did not say one, and with user properties that say which publication it is and whose. */
    static byte[] signed(Publication publication) {
        var out = Unpooled.buffer(160);
        var contentType = publication.message().properties().contentType();
        write(out, publication, contentType == null ? publication.payload().contentType() : contentType);
        others(out, publication);
        sign(out, publication);
        return ByteBufUtil.getBytes(out);
    }

    private static void write(ByteBuf out, Publication publication, @Nullable String contentType) {
        var properties = publication.message().properties();
        if (properties.utf8()) {
            out.writeByte(MqttProperties.PAYLOAD_FORMAT_INDICATOR).writeByte(1);
        }
        string(out, MqttProperties.CONTENT_TYPE, contentType);
        string(out, MqttProperties.RESPONSE_TOPIC, properties.responseTopic());
        var correlation = properties.correlation();
        if (correlation != null) {
            out.writeByte(MqttProperties.CORRELATION_DATA)
                    .writeShort(correlation.length)
                    .writeBytes(correlation);
        }
    }

    private static void others(ByteBuf out, Publication publication) {
        for (var property : publication.message().properties().user()) {
            if (!Inbound.Names.isOurs(property.name())) {
                user(out, property.name(), property.value());
            }
        }
    }

    private static void sign(ByteBuf out, Publication publication) {
        user(out, Inbound.Names.ID, publication.id());
        var type = publication.message().type();
        if (!type.equals(Message.BROADCAST)) {
            user(out, Inbound.Names.TYPE, type);
        }
        var publisher = publication.publisher();
        user(out, Inbound.Names.SUBJECT, publisher.subject().isEmpty() ? null : publisher.subject());
        user(out, Inbound.Names.CONNECTION, publisher.connectionId());
    }

    private static void user(ByteBuf out, String name, @Nullable String value) {
        if (value != null) {
            out.writeByte(MqttProperties.USER_PROPERTY);
            string(out, name);
            string(out, value);
        }
    }

    private static void string(ByteBuf out, int property, @Nullable String value) {
        if (value != null) {
            out.writeByte(property);
            string(out, value);
        }
    }

    private static void string(ByteBuf out, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length).writeBytes(bytes);
    }
}
