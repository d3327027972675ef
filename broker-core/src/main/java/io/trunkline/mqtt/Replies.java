package io.trunkline.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The packets that answer a client. */
final class Replies {
    static final MqttMessage PINGRESP = new MqttMessage(head(MqttMessageType.PINGRESP));

    private Replies() {}

    static MqttConnAckMessage accepted(boolean present, MqttProperties properties) {
        return connack(MqttConnectReturnCode.CONNECTION_ACCEPTED, present, properties);
    }

    /** @param code of MQTT 5; the version decides how it is written */
    static MqttConnAckMessage refused(int code, @Nullable String text, boolean version5) {
        if (version5) {
            var properties = new MqttProperties();
            if (text != null) {
                properties.add(new StringProperty(MqttProperties.REASON_STRING, text));
            }
            return connack(MqttConnectReturnCode.valueOf((byte) code), false, properties);
        }
        var old = MqttConnectReturnCode.valueOf((byte) Codes.version3(code));
        return connack(old, false, MqttProperties.NO_PROPERTIES);
    }

    private static MqttConnAckMessage connack(MqttConnectReturnCode code, boolean present, MqttProperties properties) {
        return new MqttConnAckMessage(
                head(MqttMessageType.CONNACK), new MqttConnAckVariableHeader(code, present, properties));
    }

    static MqttMessage disconnect(int code, @Nullable String text) {
        var properties = new MqttProperties();
        if (text != null) {
            properties.add(new StringProperty(MqttProperties.REASON_STRING, text));
        }
        return new MqttMessage(
                head(MqttMessageType.DISCONNECT),
                new MqttReasonCodeAndPropertiesVariableHeader((byte) code, properties));
    }

    static MqttMessage suback(int packetId, List<Integer> codes, MqttProperties properties) {
        return new MqttSubAckMessage(
                head(MqttMessageType.SUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, properties),
                new MqttSubAckPayload(codes));
    }

    static MqttMessage unsuback(int packetId, List<Short> codes) {
        return new MqttUnsubAckMessage(
                head(MqttMessageType.UNSUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
                new MqttUnsubAckPayload(codes));
    }

    /**
     * PUBACK, PUBREC or PUBCOMP, written by hand: there is one for every publish.
     *
     * @param first the first byte of the packet
     * @param code 0 for success, the short form; also the only one for MQTT 3
     */
    static ByteBuf ack(ByteBufAllocator allocator, int first, int packetId, int code) {
        if (code == Codes.SUCCESS) {
            return allocator.directBuffer(4).writeByte(first).writeByte(2).writeShort(packetId);
        }
        return allocator
                .directBuffer(5)
                .writeByte(first)
                .writeByte(3)
                .writeShort(packetId)
                .writeByte(code);
    }

    /** The same with properties; they are few enough for lengths of one byte. */
    static ByteBuf ack(ByteBufAllocator allocator, int first, int packetId, Verdict verdict) {
        var properties = verdict.properties();
        return allocator
                .directBuffer(6 + properties.length)
                .writeByte(first)
                .writeByte(4 + properties.length)
                .writeShort(packetId)
                .writeByte(verdict.code())
                .writeByte(properties.length)
                .writeBytes(properties);
    }

    private static MqttFixedHeader head(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
