package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedPlatform.class)
class WebSocketIT {
    private final Application application;

    WebSocketIT(Platform platform) {
        application = Api.of(platform).create("websocket");
    }

    @Test
    void whatABackendPublishesByHttpIsBroadcastToSubscribers() {
        try (var client = connect("reader")) {
            subscribe(client, "news");

            var answer = application.publish("news", "{\"headline\":\"it works\"}");

            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            assertThat(client.frame("news", "broadcast").path("data")).isEqualTo(json("{\"headline\":\"it works\"}"));
        }
    }

    @Test
    void theWelcomeNamesTheConnectionTheApplicationAndTheAddress() {
        try (var client = connect("reader")) {
            var connection = client.frame("main", "welcome").path("data").path("connection");

            assertThat(connection.path("id").asString()).matches("[0-9a-f]{32}");
            assertThat(connection.path("appId").asString()).isEqualTo(application.id());
            assertThat(connection.path("remoteAddress").asString()).contains("127.0.0.1");
        }
    }

    @Test
    void whatOneClientPublishesTheOthersHearWithItsNameAndId() {
        try (var reader = connect("reader");
                var writer = connect("writer", Application.WRITE_ALL)) {
            subscribe(reader, "chat");
            var writerId = writer.frame("main", "welcome")
                    .path("data")
                    .path("connection")
                    .path("id");

            writer.send(
                    "{\"type\":\"publish\",\"data\":{\"topic\":\"chat\",\"payload\":{\"a\":[1,2]},\"id\":\"m-1\",\"messageType\":\"note\"}}");

            var data = reader.frame("chat", "note").path("data");
            assertThat(data.path("payload")).isEqualTo(json("{\"a\":[1,2]}"));
            assertThat(data.path("id").asString()).isEqualTo("m-1");
            assertThat(data.path("client").path("subject").asString()).isEqualTo("writer");
            assertThat(data.path("client").path("connectionId")).isEqualTo(writerId);
        }
    }

    @Test
    void theMessagesOfOneWriterArriveInTheirOrder() {
        try (var reader = connect("reader");
                var writer = connect("writer", Application.WRITE_ALL)) {
            subscribe(reader, "order");
            for (var number = 1; number <= 200; number++) {
                writer.send("{\"type\":\"publish\",\"data\":{\"topic\":\"order\",\"payload\":\"" + number + "\"}}");
            }

            reader.event(
                    "frame",
                    event -> event.path("frame")
                            .path("data")
                            .path("payload")
                            .asString("")
                            .equals("200"));

            assertThat(reader.events("frame").stream()
                            .map(event -> event.path("frame"))
                            .filter(frame -> frame.path("topic").asString().equals("order"))
                            .filter(frame ->
                                    frame.path("messageType").asString().equals("broadcast"))
                            .map(frame -> Integer.parseInt(
                                    frame.path("data").path("payload").asString())))
                    .hasSize(200)
                    .isSorted();
        }
    }

    @Test
    void anApplicationHearsNothingOfAnother() {
        var other = application.operator().create("neighbour");
        try (var client = connect("reader")) {
            subscribe(client, "shared-name");

            other.publish("shared-name", "\"not for you\"");
            application.publish("shared-name", "\"for you\"");

            assertThat(client.frame("shared-name", "broadcast").path("data").asString())
                    .isEqualTo("for you");
        }
    }

    @Test
    void aMalformedFrameClosesTheConnectionWithTheDocumentedReason() {
        try (var client = connect("clumsy")) {
            client.frame("main", "welcome");

            client.send("this is not JSON");

            assertThat(client.event("closed").path("reason").asString()).isEqualTo("Invalid message format!");
        }
    }

    @Test
    void aPayloadOverFiveKilobytesClosesTheConnectionAsTooLarge() {
        try (var client = connect("talkative", Application.WRITE_ALL)) {
            client.frame("main", "welcome");

            client.send(
                    "{\"type\":\"publish\",\"data\":{\"topic\":\"chat\",\"payload\":\"" + "x".repeat(5_200) + "\"}}");

            assertThat(client.event("closed").path("code").asInt()).isEqualTo(1009);
        }
    }

    @Test
    void aSecureTopicNeedsThePermissionToRead() {
        try (var client = connect("stranger")) {
            client.frame("main", "welcome");

            client.send("{\"type\":\"subscribe\",\"data\":{\"topic\":\"secure/inbound\"}}");

            assertThat(client.event("closed").path("reason").asString())
                    .isEqualTo("Subscription to secure topic is forbidden!");
        }
    }

    private Peer connect(String subject, String... permissions) {
        return Peer.script("websocket.mjs", application.webSocketUrl(application.clientToken(subject, permissions)));
    }

    private static void subscribe(Peer client, String topic) {
        client.frame("main", "welcome");
        client.send("{\"type\":\"subscribe\",\"data\":{\"topic\":\"" + topic + "\"}}");
        client.frame(topic, "welcome");
    }

    private static JsonNode json(String text) {
        return Api.JSON.readTree(text);
    }
}
