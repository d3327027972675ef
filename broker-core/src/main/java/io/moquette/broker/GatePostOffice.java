package io.moquette.broker;

import io.moquette.broker.subscriptions.ISubscriptionsDirectory;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Moquette's router with every way in nailed up: it only reports that a session is open. Routing is the core's. */
final class GatePostOffice extends PostOffice {
    private final Consumer<String> opened;

    GatePostOffice(
            Engine.Parts parts, ISubscriptionsDirectory directory, SessionRegistry sessions, Consumer<String> opened) {
        super(
                directory,
                new MemoryRetainedRepository(),
                sessions,
                parts.repository(),
                parts.interceptor(),
                parts.authorizator(),
                parts.loops(),
                Clock.systemUTC());
        this.opened = opened;
    }

    @Override
    void dispatchConnection(MqttConnectMessage connect) {
        opened.accept(connect.payload().clientIdentifier());
    }

    @Override
    public void fireWill(Session session) {
        throw closed();
    }

    @Override
    public void subscribeClientToTopics(
            MqttSubscribeMessage packet, String client, String user, MQTTConnection connection) {
        throw closed();
    }

    @Override
    public void unsubscribe(List<String> topics, MQTTConnection connection, int packetId) {
        throw closed();
    }

    @Override
    CompletableFuture<Void> receivedPublishQos0(
            MQTTConnection connection, String user, String client, MqttPublishMessage packet, Instant expiry) {
        throw closed();
    }

    @Override
    RoutingResults receivedPublishQos1(
            MQTTConnection connection, String user, int packetId, MqttPublishMessage packet, Instant expiry) {
        throw closed();
    }

    @Override
    RoutingResults receivedPublishQos2(
            MQTTConnection connection, MqttPublishMessage packet, String user, Instant expiry) {
        throw closed();
    }

    @Override
    public RoutingResults internalPublish(MqttPublishMessage packet) {
        throw closed();
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("only the core routes");
    }
}
