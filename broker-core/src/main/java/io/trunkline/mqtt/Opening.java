package io.trunkline.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import org.jspecify.annotations.Nullable;

/** A login that succeeded, on its way to a session. */
record Opening(Line line, ConnectRequest request, MqttLogin login, ConnectGate gate) {
    /** With every property that we say, and without the characters of an assigned id. */
    private static final int CONNACK_BYTES = 37;

    /** Unique over all applications: an application's id has no slash, so the first one ends it. */
    String sessionId() {
        return login.principal().application().value() + '/' + request.clientId();
    }

    /** Seconds; what was asked for, within what is offered. */
    long sessionExpiry(MqttLimits limits) {
        return limits.keeping().atMost(request.sessionExpiry());
    }

    /** Seconds; MQTT 5 clients obey the server's (section 3.2.2.3.14), MQTT 3 clients cannot be told of it. */
    int keepAlive(MqttLimits limits) {
        var most = (int) limits.keepAlive().toSeconds();
        var asked = request.keepAlive();
        return !request.terms().isVersion5() || (asked > 0 && asked <= most) ? asked : most;
    }

    /** Packets in flight towards this client. */
    int window() {
        return Math.min(login.profile().window(), request.terms().receiveMaximum());
    }

    MqttConnAckMessage accepted(boolean present, MqttLimits limits) {
        if (!request.terms().isVersion5()) {
            return Replies.accepted(present && request.terms().version() > 3, MqttProperties.NO_PROPERTIES);
        }
        var properties = offer(limits);
        if (request.assigned()) {
            properties.add(new StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, request.clientId()));
        }
        if (keepAlive(limits) != request.keepAlive()) {
            add(properties, MqttProperties.SERVER_KEEP_ALIVE, keepAlive(limits));
        }
        if (sessionExpiry(limits) != request.sessionExpiry()) {
            add(properties, MqttProperties.SESSION_EXPIRY_INTERVAL, (int) sessionExpiry(limits));
        }
        return Replies.accepted(present, properties);
    }

    /** What of the CONNECT has no place here, although the login may be; null when all has. */
    @Nullable
    ProtocolFault misfit() {
        var will = request.will();
        if (will != null && will.message().qos() > login.profile().highestQos()) {
            return new ProtocolFault(Codes.QOS_UNSUPPORTED, "the will's QoS is not offered");
        }
        if (will != null && will.message().retain() && !login.profile().retain()) {
            return new ProtocolFault(Codes.RETAIN_UNSUPPORTED, "a retained will is not offered");
        }
        return fits()
                ? null
                : new ProtocolFault(Codes.PACKET_TOO_LARGE, "the maximum packet size has no room for the CONNACK");
    }

    /** Whether the client takes a packet as large as its CONNACK may be. */
    private boolean fits() {
        var id = request.assigned() ? ByteBufUtil.utf8MaxBytes(request.clientId()) : 0;
        return request.terms().packetBytes() >= CONNACK_BYTES + id;
    }

    private MqttProperties offer(MqttLimits limits) {
        var profile = login.profile();
        var properties = new MqttProperties();
        add(properties, MqttProperties.RECEIVE_MAXIMUM, limits.receiveMaximum());
        add(properties, MqttProperties.MAXIMUM_PACKET_SIZE, limits.packetBytes());
        add(properties, MqttProperties.TOPIC_ALIAS_MAXIMUM, limits.topicAliases());
        if (profile.highestQos() < 2) {
            add(properties, MqttProperties.MAXIMUM_QOS, profile.highestQos());
        }
        add(properties, MqttProperties.RETAIN_AVAILABLE, profile.retain() ? 1 : 0);
        add(properties, MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE, profile.wildcards() ? 1 : 0);
        add(properties, MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 1);
        add(properties, MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, profile.shared() ? 1 : 0);
        return properties;
    }

    private static void add(MqttProperties properties, int id, int value) {
        properties.add(new IntegerProperty(id, value));
    }
}
