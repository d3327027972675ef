package io.trunkline.admin.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.admin.testkit.RunningAdmin;
import io.trunkline.admin.testkit.TestDatabase;
import java.net.URI;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A database that an earlier version has left behind, with applications in it. */
class MigrationIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PLAIN = "a".repeat(32);
    private static final String LARGE = "b".repeat(32);
    private static final String INSERT = """
            insert into admin.application (id, version, settings, created_at, updated_at) values ('%s', %d, '
              {"name": "%s", "description": "", "enabled": true, "tier": "free",
               "authKey": {"source": "raw", "key": "secret of clients", "algorithms": ["HS256"], "issuer": [], "audience": null},
               "adminKey": {"source": "raw", "key": "secret of backends", "algorithms": ["HS256"], "issuer": [], "audience": null},
               "adminSourceAddress": ["0.0.0.0/0"], "clientSourceAddress": ["0.0.0.0/0"],
               "enableWebSocketInboundTopic": true, "clientInboundAckEnabled": false, "limits": %s}', now(), now());
            insert into admin.application_change (version, application_id, changed_at) values (%2$d, '%1$s', now())""";

    private static RunningAdmin admin;

    @BeforeAll
    static void start() {
        String database = TestDatabase.create();
        migrateToFirstVersion(database);
        insert(database, PLAIN, 1, 5_120, 0);
        insert(database, LARGE, 2, 100_000, 7);
        admin = RunningAdmin.on(database);
    }

    @AfterAll
    static void stop() {
        admin.close();
    }

    private static void migrateToFirstVersion(String database) {
        URI uri = URI.create(database);
        String[] login = uri.getUserInfo().split(":", 2);
        Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath(), login[0], login[1])
                .locations("classpath:db/admin")
                .schemas("admin")
                .defaultSchema("admin")
                .target("2")
                .load()
                .migrate();
    }

    private static void insert(String database, String appId, int version, int payload, int rate) {
        String limits = "{\"maxPayloadBytes\": %d, \"publishesPerSecond\": %d, \"publishesPerSecondPerConnection\": 0}"
                .formatted(payload, rate);
        TestDatabase.execute(database, INSERT.formatted(appId, version, "app " + version, limits));
    }

    @Test
    void limitsThatNobodyChoseAreTheTiersNow() {
        assertThat(read("/admin/v1/applications/" + PLAIN).get("limits")).isEmpty();
        assertThat(read("/admin/v1/applications/" + LARGE).get("limits").toString())
                .isEqualTo("{\"maxPayloadBytes\":100000,\"publishesPerSecond\":7}");
    }

    @Test
    void gatewaysHearOfEachApplicationAgainWithEveryLimit() {
        JsonNode served = read("/internal/v1/directory");

        assertThat(served.get("version").intValue()).isEqualTo(4);
        assertThat(served.get("applications")).hasSize(2).allSatisfy(application -> {
            assertThat(application.get("version").intValue()).isGreaterThan(2);
            assertThat(application.get("limits").get("sendBufferBytes").intValue())
                    .isEqualTo(65_536);
            assertThat(application.get("presenceGraceSeconds").intValue()).isZero();
            assertThat(application.get("idempotencyWindowSeconds").intValue()).isEqualTo(120);
            assertThat(application.get("clientInboundAckEnabled").booleanValue())
                    .isFalse();
            assertThat(application.get("forwarders")).isEmpty();
            assertThat(application.get("topics")).isEmpty();
        });
    }

    @Test
    void anApplicationOfThenCanStillBeChanged() {
        admin.operator()
                .patch()
                .uri("/admin/v1/applications/" + LARGE)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"description\":\"still here\"}")
                .exchange()
                .expectStatus()
                .isOk();
    }

    private static JsonNode read(String path) {
        return JSON.readTree(admin.operator()
                .get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }
}
