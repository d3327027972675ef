package io.trunkline.acceptance;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** MQTT.js, either version. */
final class MqttJsDevice extends Device {
    private final Peer peer;
    private int subscribed;
    private int published;
    private int taken;

    MqttJsDevice(int version, DeviceLogin login) {
        var options = Api.JSON
                .createObjectNode()
                .put("protocolVersion", version)
                .put("clientId", login.clientId())
                .put("username", login.user())
                .put("password", login.password())
                .put("clean", !login.keep())
                .put("caFile", login.way().isSecure() ? login.way().authority().toString() : null);
        if (version == 5) {
            options.putObject("properties").put("sessionExpiryInterval", login.keep() ? 60 : 0);
        }
        var will = login.will();
        if (will != null) {
            options.set(
                    "will",
                    Api.JSON
                            .createObjectNode()
                            .put("topic", will.topic())
                            .put("payload", will.text())
                            .put("qos", will.qos())
                            .put("retain", will.retain()));
        }
        peer = Peer.script("mqtt.mjs", url(login.way()), options.toString());
        peer.event("connected");
    }

    private static String url(Way way) {
        return way.url().replace("tcp:", "mqtt:").replace("ssl:", "mqtts:");
    }

    private static ConditionFactory patience() {
        return await().atMost(Program.PATIENCE).pollInterval(Duration.ofMillis(10));
    }

    @Override
    int subscribe(String filter, int qos) {
        peer.send(Api.JSON
                .createObjectNode()
                .put("subscribe", filter)
                .put("qos", qos)
                .toString());
        var count = ++subscribed;
        patience().until(() -> peer.events("subscribed").size() == count);
        return peer.events("subscribed").get(count - 1).path("granted").get(0).asInt();
    }

    @Override
    void publish(Said said) {
        ObjectNode command = Api.JSON
                .createObjectNode()
                .put("publish", said.topic())
                .put("text", said.text())
                .put("qos", said.qos())
                .put("retain", said.retain())
                .put("responseTopic", said.responseTopic())
                .put("correlation", said.correlation());
        peer.send(command.toString());
        var count = ++published;
        patience().until(() -> peer.events("published").size() == count);
    }

    @Override
    Said next() {
        patience().until(() -> waiting() > 0);
        return said(peer.events("message").get(taken++));
    }

    @Override
    int waiting() {
        return peer.events("message").size() - taken;
    }

    private static Said said(JsonNode event) {
        return new Said(
                event.path("topic").asString(),
                event.path("text").asString(),
                event.path("qos").asInt(),
                event.path("retain").asBoolean(),
                text(event, "responseTopic"),
                text(event, "correlation"));
    }

    private static @Nullable String text(JsonNode event, String name) {
        return event.hasNonNull(name) ? event.path(name).asString() : null;
    }

    @Override
    public void close() {
        if (peer.events("closed").isEmpty()) {
            peer.send("{\"end\":true}");
            peer.event("closed");
        }
        peer.close();
    }
}
