package io.trunkline.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.access.Permissions;
import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the log says of clients, at its most talkative. */
@ExtendWith(OutputCaptureExtension.class)
class MqttLogIT {
    private static final String A = "a".repeat(32);

    @TempDir
    private static Path directory;

    @Test
    void clientsAreNamedAndTheirSecretsAreNot(CapturedOutput log) throws Exception {
        var token = Tokens.hs256(
                Directories.clientSecret(A), Map.of("sub", "ann", "permissions", List.of(Permissions.PUBLISH + "*")));
        try (var gateway = RunningGateway.start(
                directory,
                List.of(Directories.application(A)),
                "logging.level.io.trunkline=debug",
                "logging.level.io.moquette=debug")) {
            var port = gateway.bean(MqttListening.class).port("tcp");
            try (var good = Wire.to(port);
                    var bad = Wire.to(port);
                    var forger = Wire.to(port)) {
                good.send(Wire.hello("good\nclient=", A, token));
                assertThat(good.connack()).isNotZero();
                bad.send(Wire.hello("bad-one", "users-secret", "passwords-secret"));
                assertThat(bad.connack()).isNotZero();
                forger.send(Wire.hello("forger", A, token + "x"));
                assertThat(forger.connack()).isNotZero();
            }
            try (var good = Wire.to(port)) {
                good.send(Wire.hello("good=one", A, token));
                assertThat(good.connack()).isZero();
                good.send(Wire.publish("chat", "payloads-secret"));
                await().untilAsserted(() -> assertThat(log)
                        .containsPattern("event=mqtt-connected listener=tcp address=\\S+ application=" + A
                                + " client=good\\?one"));
            }
            await().untilAsserted(() -> assertThat(log).containsPattern("event=mqtt-closed .* client=good\\?one"));
            assertThat(log).containsPattern("event=mqtt-refused reason=unknown-application .* client=bad-one");
            assertThat(log).containsPattern("event=mqtt-refused reason=unauthenticated .* client=forger");
            assertThat(log).doesNotContain(token, "users-secret", "passwords-secret", "payloads-secret");
        }
    }
}
