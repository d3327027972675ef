package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedPlatform.class)
class RealtimeSdkIT {
    private final Application application;

    RealtimeSdkIT(Platform platform) {
        application = Api.of(platform).create("sdk");
    }

    @Test
    void theVendorsSdkPublishesIsAcknowledgedAndGetsItsReply() {
        try (var sdk = Peer.script("realtime.mjs", url("asking"), url("answering"))) {
            assertThat(sdk.event("started").path("connection").path("appId").asString())
                    .isEqualTo(application.id());
            assertThat(sdk.event("heard")
                            .path("data")
                            .path("client")
                            .path("subject")
                            .asString())
                    .isEqualTo("asking");

            var reply = sdk.event("answered").path("reply");

            assertThat(reply.path("data").path("answer").asString()).isEqualTo("ready!");
            assertThat(reply.path("status").asString()).isEqualTo("ok");
            assertThat(sdk.exitCode()).isZero();
        }
    }

    @Test
    void aBackendAnswersWhatAClientWithoutAnyPermissionSends() {
        var backend = application.webSocketUrl(application.clientToken(
                "backend", "realtime:subscriber:read:topic:secure/inbound", "realtime:publisher:write:topic:priv/*"));
        var client = application.webSocketUrl(application.clientToken("client"));
        try (var sdk = Peer.script("sdk.mjs", "rpc", backend, client)) {
            var reply = sdk.event("answered").path("reply");

            assertThat(reply.path("data").path("time").asLong()).isEqualTo(1_795_225_520_415L);
            var asked = sdk.event("asked").path("data");
            assertThat(asked.path("payload").asString()).isEmpty();
            assertThat(asked.path("id").asString()).isEqualTo(reply.path("id").asString());
            assertThat(asked.path("client").path("subject").asString()).isEqualTo("client");
            assertThat(asked.path("client").path("permissions").isArray()).isTrue();
            assertThat(sdk.exitCode()).isZero();
        }
    }

    @Test
    void whatIsCompressedComesAsABinaryFrame() {
        try (var sdk = Peer.script("sdk.mjs", "compressed", url("both"))) {
            assertThat(sdk.exitCode()).isZero();

            assertThat(sdk.events("heard"))
                    .extracting(heard ->
                            heard.path("payload").path("gr\u00fc\u00dfe").asString() + " "
                                    + heard.path("compression").asBoolean())
                    .containsExactly("plain false", "compressed true");
        }
    }

    @Test
    void aWaitForAReplyThatNobodyGivesEndsAndTheSessionGoesOn() {
        try (var sdk = Peer.script("sdk.mjs", "unanswered", url("asking"))) {
            assertThat(sdk.event("gave-up").path("message").asString()).isEqualTo("timeout");
            assertThat(sdk.event("gave-up").path("after").asLong()).isBetween(300L, 3_000L);
            sdk.event("acked");
            assertThat(sdk.exitCode()).isZero();
            assertThat(sdk.events("closed")).isEmpty();
        }
    }

    @Test
    void aForbiddenSecureTopicEndsTheSessionWithTheVendorsReasonWithinASecond() {
        var url = application.webSocketUrl(application.clientToken("curious"));
        try (var sdk = Peer.script("sdk.mjs", "forbidden", url)) {
            assertThat(sdk.event("refused").path("after").asLong()).isLessThan(1_000);

            var closed = sdk.event("closed");
            assertThat(closed.path("reason").asString()).isEqualTo("Subscription to secure topic is forbidden!");
            assertThat(closed.path("code").asInt()).isEqualTo(1008);
        }
    }

    @Test
    void comesBackAfterItsConnectionWasTerminated() {
        try (var sdk = Peer.script("sdk.mjs", "stay", url("staying"))) {
            var connection = connectionId(sdk.event("started"));
            sdk.event("subscribed");

            var killed = application
                    .operator()
                    .with(application.adminToken("realtime:admin:manage:connections"))
                    .call("DELETE", "/api/connections/" + application.id() + "/" + connection, null);

            assertThat(killed.status()).isEqualTo(200);
            assertThat(sdk.event("closed").path("code").asInt()).isEqualTo(4001);
            sdk.event("started", again -> !connectionId(again).equals(connection));
            await().until(() -> sdk.events("subscribed").size() == 2);
            application.publish("news", "\"after the kill\"");
            assertThat(sdk.event("heard").path("data").asString()).isEqualTo("after the kill");
        }
    }

    private static String connectionId(JsonNode started) {
        return started.path("connection").path("id").asString();
    }

    private String url(String subject) {
        return application.webSocketUrl(application.clientToken(subject, Application.WRITE_ALL));
    }
}
