package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What the vendor's demos count on, played again with the libraries that they use. */
@ExtendWith(SharedPlatform.class)
class DemosIT {
    private final Application application;

    DemosIT(Platform platform) {
        application = Api.of(platform).create("demos");
    }

    @Test
    void comesBackWithANewTokenWithinTheDemosSecondAndOutlivesItsTokens() {
        try (var demo = play("reconnecting")) {
            var first = connectionId(demo.frame("main", "welcome"));
            var killed = application
                    .operator()
                    .with(application.adminToken("realtime:admin:manage:connections"))
                    .call("DELETE", "/api/connections/" + application.id(), null);
            assertThat(killed.status()).isEqualTo(200);
            assertThat(demo.event("closed").path("code").asInt()).isEqualTo(4001);

            var second = connectionId(demo.event(
                            "frame",
                            event -> event.path("frame").has("data")
                                    && !connectionId(event.path("frame")).equals(first))
                    .path("frame"));
            demo.event("expired", event -> event.path("connection").asString().equals(second));

            application.publish("main", "\"still there\"");
            assertThat(demo.frame("main", "broadcast").path("data").asString()).isEqualTo("still there");
            assertThat(demo.events("closed")).hasSize(1);
            assertThat(demo.events("error")).isEmpty();
        }
    }

    @Test
    void backendsKnowAPlayerBeforeTheFirstMoveAndForgetWhoLeaves() {
        var players = 20;
        try (var demo = play("balloons", String.valueOf(players))) {
            var ids = demo.event("over")
                    .path("ids")
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();

            assertThat(ids).hasSize(players).doesNotHaveDuplicates();
            assertThat(demo.events("stranger")).isEmpty();
            assertThat(idsOf(demo.events("moved"))).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(idsOf(presences(demo, "connected"))).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(idsOf(presences(demo, "disconnected"))).containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    private static List<JsonNode> presences(Peer demo, String status) {
        return demo.events("presence").stream()
                .filter(event -> event.path("data")
                        .path("payload")
                        .path("status")
                        .asString()
                        .equals(status))
                .toList();
    }

    private static List<String> idsOf(List<JsonNode> events) {
        return events.stream().map(event -> event.path("id").asString()).toList();
    }

    private Peer play(String scene, String... rest) {
        var address = application.webSocketUrl("").replace("?access_token=", "");
        var key = application.shown().path("authKey").path("key").asString();
        return Peer.script(
                "demos.mjs",
                Stream.concat(Stream.of(scene, address, key), Stream.of(rest)).toArray(String[]::new));
    }

    private static String connectionId(JsonNode welcome) {
        return welcome.path("data").path("connection").path("id").asString();
    }
}
