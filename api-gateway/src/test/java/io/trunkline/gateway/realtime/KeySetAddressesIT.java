package io.trunkline.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Application;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A tenant names key sets that are not the Internet's: what is behind the gateway must not hear of it, not even by a connection. */
@ExtendWith(OutputCaptureExtension.class)
class KeySetAddressesIT {
    private static final KeyPair KEYS = Tokens.keys("RSA");
    private static final String PLAIN = "1".repeat(32);
    private static final String SECURE = "2".repeat(32);
    private static final String LITERAL = "3".repeat(32);
    private static final String REDIRECTED = "4".repeat(32);

    @TempDir
    private Path directory;

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger redirected = new AtomicInteger();
    private DisposableServer inside;
    private DisposableServer redirecting;

    @BeforeEach
    void listen() {
        inside = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .doOnChannelInit((observer, channel, from) -> connections.incrementAndGet())
                .handle((request, response) -> response.sendString(Mono.just("{\"keys\":[]}")))
                .bindNow();
        redirecting = HttpServer.create()
                .host("127.0.0.2")
                .port(0)
                .handle((request, response) -> {
                    redirected.incrementAndGet();
                    return response.sendRedirect("http://localhost:" + inside.port() + "/keys");
                })
                .bindNow();
    }

    @AfterEach
    void stop() {
        inside.disposeNow();
        redirecting.disposeNow();
    }

    private RunningGateway start(String allowed) {
        var applications = List.of(
                application(PLAIN, "http://localhost:" + inside.port() + "/keys"),
                application(SECURE, "https://localhost:" + inside.port() + "/keys"),
                application(LITERAL, "http://127.0.0.1:" + inside.port() + "/keys"),
                application(REDIRECTED, "http://127.0.0.2:" + redirecting.port() + "/keys"));
        return RunningGateway.start(directory, applications, "trunkline.outgoing.allowed-private=" + allowed);
    }

    private static Application application(String appId, String address) {
        return Directories.with(
                Directories.application(appId), Map.of("authKey", Map.of("source", "jwks", "jwksUri", address)));
    }

    /** The answer to a client's token: 503 while there is no set, 401 where a set has no such key. */
    private static int handshake(RunningGateway gateway, String appId) throws IOException {
        var token = Tokens.signed("RS256", KEYS.getPrivate(), Map.of("sub", "ann"));
        try (var client = new WireClient(gateway.port(), 0)) {
            client.send(WireClient.handshake(RealtimeGateway.target(appId, token), RealtimeGateway.UPGRADE));
            return client.answer().status();
        }
    }

    @Test
    void nobodyInsideHearsOfThemAndTheLogSaysWhy(CapturedOutput output) throws IOException {
        try (var gateway = start("127.0.0.2")) {
            for (var application : List.of(PLAIN, SECURE, LITERAL, REDIRECTED)) {
                assertThat(handshake(gateway, application)).as(application).isEqualTo(503);
            }

            await().until(() -> redirected.get() > 0);
            assertThat(connections).hasValue(0);
            assertThat(output).contains("event=keys-not-fetched host=localhost reason=address-not-allowed");
        }
    }

    @Test
    void whatTheOperatorHasAllowedIsCalledButNoRedirectIsFollowed() throws IOException {
        try (var gateway = start("127.0.0.0/8")) {
            await().untilAsserted(() -> assertThat(handshake(gateway, PLAIN)).isEqualTo(401));
            await().untilAsserted(() -> assertThat(handshake(gateway, LITERAL)).isEqualTo(401));
            assertThat(handshake(gateway, SECURE)).as("no TLS there").isEqualTo(503);
            await().until(() -> connections.get() >= 3);

            assertThat(handshake(gateway, REDIRECTED)).isEqualTo(503);
        }
        assertThat(redirected).hasPositiveValue();
    }
}
