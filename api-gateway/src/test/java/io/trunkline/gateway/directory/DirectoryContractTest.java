package io.trunkline.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.codec.ServerSentEvent;
import tools.jackson.databind.json.JsonMapper;

/** Reads what the admin-service itself says it sends. */
class DirectoryContractTest {
    private static final Path SAMPLES = Path.of("../admin-service/src/test/resources/contract");
    private static final String STARTER = "0f8fad5bd9cb469fa16570867728950e";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static byte[] sample(String name) throws IOException {
        return Files.readAllBytes(SAMPLES.resolve(name));
    }

    private static void isTheStarter(Application application) throws IOException {
        assertThat(application.appId()).isEqualTo(STARTER);
        assertThat(application.enabled()).isTrue();
        assertThat(application.version()).isEqualTo(7);
        assertThat(application.authKey())
                .isEqualTo(new KeySettings(
                        "raw",
                        "bXkgYXV0aCBrZXkgaXMgdGhpcnR5LXR3byBieXRlcyE=",
                        List.of("HS256"),
                        List.of(),
                        null,
                        null));
        assertThat(application.adminKey().key()).startsWith("-----BEGIN PUBLIC KEY-----");
        assertThat(application.adminKey().issuer()).containsExactly("https://idp.example.com");
        assertThat(application.adminKey().audience()).isEqualTo("trunkline");
        assertThat(application.clientSourceAddress().admits(InetAddress.getByName("10.1.2.3")))
                .isFalse();
        assertThat(application.clientSourceAddress().admits(InetAddress.getByName("10.1.2.4")))
                .isTrue();
        assertThat(application.adminSourceAddress().admits(InetAddress.getByName("::1")))
                .isTrue();
        assertThat(application.enableWebSocketInboundTopic()).isTrue();
        assertThat(application.clientInboundAckEnabled()).isTrue();
        assertThat(application.limits())
                .isEqualTo(new ApplicationLimits(5120, 100, 10, 2, 100, 32_768, 60, 512, 20, 5_000_000_000L));
        assertThat(application.compressAsText()).isTrue();
        assertThat(application.closeAtTokenExpiry()).isTrue();
        assertThat(application.presenceGraceSeconds()).isEqualTo(5);
        assertThat(application.idempotencyWindowSeconds()).isEqualTo(300);
        assertThat(application.forwarders())
                .containsExactly(new Forwarder(
                        "7c9e6679f4254f9a8b6d7a5c3e2f1d0b",
                        "sqs",
                        "orders",
                        true,
                        "secure/dead-letters",
                        8,
                        1_048_576,
                        "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
                        null,
                        "eu-west-1",
                        "AKIAIOSFODNN7EXAMPLE",
                        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                        null,
                        null,
                        null));
        assertThat(application.topics())
                .containsExactly(
                        new TopicSetting("rooms/#", 1_000, 3_600, true, true),
                        new TopicSetting("rooms/lobby", 0, 0, false, false));
        assertThat(application.toString()).doesNotContain("wJalr");
    }

    @Test
    void readsTheSnapshot() throws IOException {
        var snapshot = DirectoryJson.snapshot(sample("directory-snapshot.json"));

        assertThat(snapshot.version()).isEqualTo(7);
        assertThat(snapshot.applications()).hasSize(1);
        isTheStarter(snapshot.applications().get(0));
    }

    @Test
    void readsTheChanges() throws IOException {
        var events = new ArrayList<FeedEvent>();
        for (var event : JSON.readTree(sample("directory-changes.json"))) {
            events.add(FeedEvent.of(
                    ServerSentEvent.<String>builder(event.get("data").toString())
                            .id(event.get("id").asString())
                            .event(event.get("event").asString())
                            .build()));
        }

        assertThat(events)
                .hasSize(3)
                .satisfiesExactly(
                        put -> isTheStarter(((FeedEvent.Put) put).application()),
                        delete -> assertThat(delete).isEqualTo(new FeedEvent.Delete(8, new ApplicationId(STARTER))),
                        reset -> assertThat(reset).isEqualTo(new FeedEvent.Reset()));
    }
}
