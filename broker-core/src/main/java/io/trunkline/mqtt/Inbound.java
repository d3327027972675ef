package io.trunkline.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Properties;
import io.trunkline.broker.message.Seconds;
import io.trunkline.broker.message.UserProperty;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
     * The user properties {@code id} and {@code messageType} are the message's own too, and passed on like all others; what is said to the broker alone,
     * {@code idempotency-key} and {@code delay}, is not.
     *
     * @throws Refused MALFORMED when what is said to the broker means nothing
     * @throws ProtocolFault when the payload is said to be text and is not, or a property is not what it must be
     */
    static Message message(byte[] payload, MqttProperties properties) {
        var message = Message.of(Payload.octets(payload));
        if (properties.isEmpty()) {
            return message;
        }
        var user = PacketProperties.user(properties);
        var key = take(user, Names.KEY);
        var delay = take(user, Names.DELAY);
        return message.withId(first(user, Names.ID))
                .withType(first(user, Names.TYPE))
                .withExpiry(expiry(properties))
                .withIdempotencyKey(key == null ? null : IdempotencyKey.named(key))
                .withDelay(delay == null ? null : Seconds.parse(Names.DELAY, delay))
                .withProperties(new Properties(
                        PacketProperties.string(properties, MqttProperties.CONTENT_TYPE),
                        responseTopic(properties),
                        PacketProperties.bytes(properties, MqttProperties.CORRELATION_DATA),
                        List.copyOf(user),
                        isText(payload, properties)));
    }

    private static @Nullable String first(List<UserProperty> properties, String name) {
        for (var property : properties) {
            if (property.name().equals(name)) {
                return property.value();
            }
        }
        return null;
    }

    /** The one of a name; it is not left. @throws Refused MALFORMED for more than one */
    private static @Nullable String take(List<UserProperty> properties, String name) {
        var found = first(properties, name);
        var before = properties.size();
        if (found != null && properties.removeIf(property -> property.name().equals(name))) {
            checkOne(name, before - properties.size());
        }
        return found;
    }

    private static void checkOne(String name, int many) {
        if (many > 1) {
            throw new Refused(Reason.MALFORMED, "there are " + many + " user properties " + name);
        }
    }

    private static @Nullable String responseTopic(MqttProperties properties) {
        var topic = PacketProperties.string(properties, MqttProperties.RESPONSE_TOPIC);
        if (topic != null && (topic.isEmpty() || topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0)) {
            throw new ProtocolFault(Codes.PROTOCOL_ERROR, "a response topic is a topic name");
        }
        return topic;
    }

    private static @Nullable Duration expiry(MqttProperties properties) {
        return properties.getProperty(EXPIRY) == null
                ? null
                : Duration.ofSeconds(PacketProperties.integer(properties, EXPIRY, 0) & 0xffff_ffffL);
    }

    private static boolean isText(byte[] payload, MqttProperties properties) {
        if (!PacketProperties.flag(properties, MqttProperties.PAYLOAD_FORMAT_INDICATOR, false)) {
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
        static final String KEY = "idempotency-key";
        static final String DELAY = "delay";
        /** Where a subscription is to begin. */
        static final String SINCE = "since";
        /** Whether it goes on without a gap. */
        static final String CONTINUITY = "continuity";
        /** Where a topic's log has a delivery, or a subscription goes on. */
        static final String POSITION = "position";

        private Names() {}

        /** Those that the broker says to clients which are told of publishers; there nobody else does. */
        static boolean isOurs(String name) {
            return switch (name) {
                case ID, TYPE, SUBJECT, CONNECTION -> true;
                default -> false;
            };
        }
    }
}
