package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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

    private String url(String subject) {
        return application.webSocketUrl(application.clientToken(subject, Application.WRITE_ALL));
    }
}
