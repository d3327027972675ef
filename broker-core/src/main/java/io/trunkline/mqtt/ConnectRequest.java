package io.trunkline.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A CONNECT packet as its sender meant it.
 *
 * @param clientId the client's own, or the one assigned to it
 * @param assigned whether the client came without one
 * @param sessionExpiry seconds that the session outlives the connection; {@link #FOR_EVER} for no end
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ConnectRequest(
        String clientId,
        boolean assigned,
        boolean cleanStart,
        long sessionExpiry,
        int keepAlive,
        ClientTerms terms,
        @Nullable String userName,
        byte @Nullable [] password,
        @Nullable Will will) {
    static final long FOR_EVER = 0xffff_ffffL;
    private static final int MAX_CLIENT_ID = 256;

    /** @throws ProtocolFault with the CONNACK code when the packet cannot be accepted, whoever sent it */
    static ConnectRequest read(MqttConnectMessage packet, Supplier<String> ids) {
        var header = packet.variableHeader();
        var payload = packet.payload();
        checkFlags(header);
        checkProperties(header.properties());
        var id = payload.clientIdentifier() == null ? "" : payload.clientIdentifier();
        checkClientId(id, header);
        return new ConnectRequest(
                id.isEmpty() ? ids.get() : id,
                id.isEmpty(),
                header.isCleanSession(),
                expiry(header),
                header.keepAliveTimeSeconds(),
                ClientTerms.of(header),
                payload.userName(),
                payload.passwordInBytes(),
                header.isWillFlag() ? Will.read(packet) : null);
    }

    private static void checkFlags(MqttConnectVariableHeader header) {
        var strayWill = !header.isWillFlag() && (header.willQos() != 0 || header.isWillRetain());
        var strayPassword = header.version() < 5 && header.hasPassword() && !header.hasUserName();
        if (strayWill || strayPassword || header.willQos() > MqttQoS.EXACTLY_ONCE.value()) {
            throw new ProtocolFault(Codes.MALFORMED, "flags that contradict each other");
        }
    }

    private static void checkProperties(MqttProperties properties) {
        if (properties.getProperty(MqttProperties.AUTHENTICATION_METHOD) != null) {
            throw new ProtocolFault(Codes.BAD_AUTHENTICATION_METHOD, "no authentication method is known here");
        }
        if (properties.getProperty(MqttProperties.AUTHENTICATION_DATA) != null) {
            throw new ProtocolFault(Codes.PROTOCOL_ERROR, "authentication data without a method");
        }
        PacketProperties.flag(properties, MqttProperties.REQUEST_RESPONSE_INFORMATION, false);
    }

    private static void checkClientId(String id, MqttConnectVariableHeader header) {
        if (id.length() > MAX_CLIENT_ID || id.chars().anyMatch(Character::isISOControl)) {
            throw new ProtocolFault(
                    Codes.CLIENT_ID_INVALID, "a client id has at most 256 characters and no control characters");
        }
        if (id.isEmpty() && header.version() < 5 && !header.isCleanSession()) {
            throw new ProtocolFault(Codes.CLIENT_ID_INVALID, "a session that is kept needs a client id");
        }
    }

    private static long expiry(MqttConnectVariableHeader header) {
        if (header.version() < 5) {
            return header.isCleanSession() ? 0 : FOR_EVER;
        }
        return PacketProperties.integer(header.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL, 0) & FOR_EVER;
    }

    /**
     * What the engine is told instead: version 5 (so that reconnecting redelivers), never clean (sessions end when we say so), no will, no credentials, no
     * keep-alive (the engine would count bytes), an id that is unique over all applications.
     */
    static MqttConnectMessage forEngine(String sessionId) {
        var fixed = new MqttFixedHeader(MqttMessageType.CONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0);
        var header = new MqttConnectVariableHeader(
                "MQTT", 5, false, false, false, 0, false, false, 0, MqttProperties.NO_PROPERTIES);
        return new MqttConnectMessage(
                fixed, header, new MqttConnectPayload(sessionId, null, new byte[0], null, new byte[0]));
    }
}
