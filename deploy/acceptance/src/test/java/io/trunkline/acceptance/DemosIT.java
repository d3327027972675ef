package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

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

    private Peer play(String scene) {
        var address = application.webSocketUrl("").replace("?access_token=", "");
        var key = application.shown().path("authKey").path("key").asString();
        return Peer.script("demos.mjs", scene, address, key);
    }

    private static String connectionId(JsonNode welcome) {
        return welcome.path("data").path("connection").path("id").asString();
    }
}
