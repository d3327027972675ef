package io.trunkline.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Properties;
import io.trunkline.broker.message.UserProperty;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way from a packet to a message of the core. */
final class Inbound {
    private static final int EXPIRY = MqttProperties.PUBLICATION_EXPIRY_INTERVAL;

    private Inbound() {}

    static Message message(MqttPublishMessage packet) {
        var header = packet.fixedHeader();
        var payload = ByteBufUtil.getBytes(packet.payload());
        return message(payload, packet.variableHeader().properties())
                .withDelivery(header.qosLevel().value(), header.isRetain());
    }

    /**
     * The user properties {@code id} and {@code messageType} become the message's own; all others are passed on.
     *
     * @throws ProtocolFault when the payload is said to be text and is not
     */
    static Message message(byte[] payload, MqttProperties properties) {
        var message = Message.of(Payload.octets(payload));
        if (properties.isEmpty()) {
            return message;
        }
        var user = user(properties);
        return message.withId(first(user, Names.ID))
                .withType(first(user, Names.TYPE))
                .withExpiry(expiry(properties))
                .withProperties(new Properties(
                        PacketProperties.string(properties, MqttProperties.CONTENT_TYPE),
                        PacketProperties.string(properties, MqttProperties.RESPONSE_TOPIC),
                        PacketProperties.bytes(properties, MqttProperties.CORRELATION_DATA),
                        user.stream()
                                .filter(property -> !Names.isOurs(property.name()))
                                .toList(),
                        isText(payload, properties)));
    }

    private static List<UserProperty> user(MqttProperties properties) {
        var found = new ArrayList<UserProperty>();
        for (MqttProperties.MqttProperty<?> property : properties.listAll()) {
            if (property instanceof UserProperties several) {
                several.value().forEach(pair -> found.add(new UserProperty(pair.key, pair.value)));
            } else if (property instanceof MqttProperties.UserProperty one) {
                found.add(new UserProperty(one.value().key, one.value().value));
            }
        }
        return found;
    }

    private static @Nullable String first(List<UserProperty> properties, String name) {
        for (var property : properties) {
            if (property.name().equals(name)) {
                return property.value();
            }
        }
        return null;
    }

    private static @Nullable Duration expiry(MqttProperties properties) {
        return properties.getProperty(EXPIRY) == null
                ? null
                : Duration.ofSeconds(PacketProperties.integer(properties, EXPIRY, 0) & 0xffff_ffffL);
    }

    private static boolean isText(byte[] payload, MqttProperties properties) {
        if (PacketProperties.integer(properties, MqttProperties.PAYLOAD_FORMAT_INDICATOR, 0) == 0) {
            return false;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
            return true;
        } catch (CharacterCodingException e) {
            throw new ProtocolFault(Codes.FORMAT_INVALID, "the payload is said to be UTF-8 and is not");
        }
    }

    /** The user properties that mean something here. */
    static final class Names {
        static final String ID = "id";
        static final String TYPE = "messageType";
        static final String SUBJECT = "subject";
        static final String CONNECTION = "connectionId";

        private Names() {}

        /** Those that a publisher cannot pass on under its own hand, as they are said by the broker. */
        static boolean isOurs(String name) {
            return switch (name) {
                case ID, TYPE, SUBJECT, CONNECTION -> true;
                default -> false;
            };
        }
    }
}
