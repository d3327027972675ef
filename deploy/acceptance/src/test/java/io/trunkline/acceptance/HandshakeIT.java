package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedPlatform.class)
class HandshakeIT {
    private final Api operator;
    private final Application application;

    HandshakeIT(Platform platform) {
        operator = Api.of(platform);
        application = operator.create("handshake");
    }

    @Test
    void aWrongTokenIsRefusedBeforeTheConnectionOpens() {
        refusedWith(401, application.webSocketUrl("not-a-token"));
        refusedWith(401, application.webSocketUrl(Tokens.hs256("the key of somebody else", "intruder", List.of())));
    }

    @Test
    void anExpiredTokenIsRefused() {
        var key = application.shown().path("authKey").path("key").asString();

        refusedWith(401, application.webSocketUrl(Tokens.hs256(key, Map.of("sub", "late", "exp", 1_000_000_000))));
    }

    @Test
    void aTokenOfAForeignApplicationIsRefused() {
        var foreign = operator.create("foreign");

        refusedWith(401, application.webSocketUrl(foreign.clientToken("guest")));
    }

    @Test
    void anUnknownApplicationIsNotFound() {
        var unknown =
                application.webSocketUrl(application.clientToken("guest")).replace(application.id(), "0".repeat(32));

        refusedWith(404, unknown);
        var answer = operator.with(application.adminToken(Application.WRITE_ALL))
                .post("/api/topics/" + "0".repeat(32) + "/publish", "{\"topic\":\"a\",\"message\":1}");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body().path("type").asString()).startsWith("/problems/");
    }

    @Test
    void aDisabledApplicationRefusesNewConnectionsAndLosesTheOpenOnes() {
        var url = application.webSocketUrl(application.clientToken("guest"));
        try (var client = Peer.script("websocket.mjs", url)) {
            client.frame("main", "welcome");

            operator.call("PATCH", "/admin/v1/applications/" + application.id(), "{\"enabled\":false}");

            client.event("closed");
        }
        refusedWith(403, url);
    }

    @Test
    void publishingNeedsTheBackendsKeyAndPermission() {
        assertThat(application
                        .publish("news", "1", application.clientToken("client", Application.WRITE_ALL))
                        .status())
                .isEqualTo(401);
        assertThat(application
                        .publish("news", "1", application.adminToken("realtime:publisher:write:topic:other"))
                        .status())
                .isEqualTo(403);
    }

    private static void refusedWith(int status, String url) {
        try (var client = Peer.script("websocket.mjs", url)) {
            var refusal = client.event("refused");

            assertThat(refusal.path("status").asInt()).as("%s", refusal).isEqualTo(status);
            assertThat(refusal.path("contentType").asString()).startsWith("application/problem+json");
            var problem = Api.JSON.readTree(refusal.path("body").asString());
            assertThat(problem.path("type").asString()).startsWith("/problems/");
            assertThat(problem.path("status").asInt()).isEqualTo(status);
        }
    }
}
