package io.trunkline.mqtt;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;

/** A login that succeeded, on its way to a session. */
record Opening(Line line, ConnectRequest request, MqttLogin login, ConnectGate gate) {

    /** Unique over all applications: an application's id has no slash, so the first one ends it. */
    String sessionId() {
        return login.principal().application().value() + '/' + request.clientId();
    }

    /** Seconds; what was asked for, within what is offered. */
    long sessionExpiry(MqttLimits limits) {
        return Math.min(request.sessionExpiry(), limits.sessionExpiry().toSeconds());
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
        if (sessionExpiry(limits) != request.sessionExpiry()) {
            add(properties, MqttProperties.SESSION_EXPIRY_INTERVAL, (int) sessionExpiry(limits));
        }
        return Replies.accepted(present, properties);
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
