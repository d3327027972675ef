package io.trunkline.admin.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trunkline.admin.testkit.FeedReader;
import io.trunkline.admin.testkit.RunningAdmin;
import io.trunkline.admin.testkit.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tiers from the settings of the service to what gateways hear. */
class TiersIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String IDLE_60 = "--trunkline.tiers.partner.idle-seconds=60";

    private final String database = TestDatabase.create();

    @Test
    void showsOwnLimitsBesideThoseInForce() {
        try (var admin = RunningAdmin.on(database, IDLE_60)) {
            JsonNode made =
                    admin.create(Map.of("name", "a", "tier", "partner", "limits", Map.of("connectionsPerSubject", 3)));

            assertThat(made.get("limits").toString()).isEqualTo("{\"connectionsPerSubject\":3}");
            assertThat(made.get("effectiveLimits").get("idleSeconds").intValue())
                    .isEqualTo(60);
            assertThat(made.get("effectiveLimits").get("connectionsPerSubject").intValue())
                    .isEqualTo(3);
            assertThat(made.get("effectiveLimits").get("envelopeBytes").intValue())
                    .isEqualTo(1_024);
        }
    }

    @Test
    void refusesATierThatIsNotThere() {
        try (var admin = RunningAdmin.on(database, IDLE_60)) {
            JsonNode made = admin.create("a");
            var call = admin.operator()
                    .patch()
                    .uri("/admin/v1/applications/" + made.get("appId").stringValue())
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue("{\"tier\":\"gold\"}");

            call.exchange()
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.detail")
                    .isEqualTo("tier must be one of free, partner");
        }
    }

    @Test
    void tellsGatewaysWhenATierHasChanged() {
        long version;
        try (var admin = RunningAdmin.on(database, IDLE_60)) {
            admin.create(Map.of("name", "a", "tier", "partner"));
            version = admin.create(Map.of("name", "b")).get("version").longValue();
        }
        try (var same = RunningAdmin.on(database, IDLE_60)) {
            assertThat(versionOf(same)).isEqualTo(version);
        }

        try (var admin = RunningAdmin.on(database, "--trunkline.tiers.partner.idle-seconds=90");
                var feed = new FeedReader(admin, "?since=" + version)) {
            await().until(() -> feed.events().size() == 2);

            var idle = feed.events().stream()
                    .map(event -> JSON.readTree(event.data()))
                    .map(data -> data.get("name").stringValue() + " "
                            + data.get("limits").get("idleSeconds").intValue() + " " + data.has("effectiveLimits"));
            assertThat(idle).containsExactlyInAnyOrder("a 90 false", "b 30 false");
            assertThat(versionOf(admin)).isEqualTo(version + 2);
        }
    }

    @Test
    void doesNotStartWithALimitThatThereIsNot() {
        assertThatThrownBy(() -> RunningAdmin.on(database, "--trunkline.tiers.partner.idle-time=60"))
                .hasRootCauseMessage("trunkline.tiers.partner.idle-time is no limit; there are " + Limit.names());
    }

    private static long versionOf(RunningAdmin admin) {
        byte[] snapshot = admin.service()
                .get()
                .uri("/internal/v1/directory")
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return JSON.readTree(snapshot).get("version").longValue();
    }
}
