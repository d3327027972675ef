package io.trunkline.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.UserProperty;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The MQTT 5 properties that all receivers of a publication share (section 3.3.2.3). */
final class OutboundProperties {
    private static final byte[] ID = bytes(Inbound.Names.ID);
    private static final byte[] TYPE = bytes(Inbound.Names.TYPE);
    private static final byte[] SUBJECT = bytes(Inbound.Names.SUBJECT);
    private static final byte[] CONNECTION = bytes(Inbound.Names.CONNECTION);

    private OutboundProperties() {}

    static byte[] asPublished(Publication publication) {
        var out = begin(publication, publication.message().properties().contentType());
        publication.message().properties().user().forEach(property -> add(out, property));
        return out.toArray();
    }

    /** Without user properties that look like the broker's. */
    static byte[] plain(Publication publication) {
        var out = begin(publication, publication.message().properties().contentType());
        others(out, publication);
        return out.toArray();
    }

    /** With the media type, where its publisher did not say one, and with user properties that say which publication it is and whose. */
    static byte[] signed(Publication publication) {
        var contentType = publication.message().properties().contentType();
        var out = begin(publication, contentType == null ? publication.payload().contentType() : contentType);
        others(out, publication);
        sign(out, publication);
        return out.toArray();
    }

    private static EncodedProperties begin(Publication publication, @Nullable String contentType) {
        var properties = publication.message().properties();
        var out = new EncodedProperties();
        if (properties.utf8()) {
            out.octet(MqttProperties.PAYLOAD_FORMAT_INDICATOR, 1);
        }
        return out.text(MqttProperties.CONTENT_TYPE, contentType)
                .text(MqttProperties.RESPONSE_TOPIC, properties.responseTopic())
                .data(MqttProperties.CORRELATION_DATA, properties.correlation());
    }

    private static void others(EncodedProperties out, Publication publication) {
        for (var property : publication.message().properties().user()) {
            if (!Inbound.Names.isOurs(property.name())) {
                add(out, property);
            }
        }
    }

    private static void add(EncodedProperties out, UserProperty property) {
        out.user(bytes(property.name()), property.value());
    }

    private static void sign(EncodedProperties out, Publication publication) {
        var type = publication.message().type();
        var publisher = publication.publisher();
        out.user(ID, publication.id())
                .user(TYPE, type.equals(Message.BROADCAST) ? null : type)
                .user(SUBJECT, publisher.subject().isEmpty() ? null : publisher.subject())
                .user(CONNECTION, publisher.connectionId());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
