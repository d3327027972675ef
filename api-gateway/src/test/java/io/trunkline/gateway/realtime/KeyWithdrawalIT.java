package io.trunkline.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Application;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** An identity provider takes a key back while clients that came with it are there. */
class KeyWithdrawalIT {
    private static final String APP = "5".repeat(32);
    private static final KeyPair FIRST = Tokens.keys("RSA");
    private static final KeyPair SECOND = Tokens.keys("RSA");

    @TempDir
    private Path directory;

    private volatile int status = 200;
    private volatile String published;
    private DisposableServer provider;
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        publishes(named("first", FIRST), named("second", SECOND));
        provider = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> response.status(status).sendString(Mono.fromSupplier(() -> published)))
                .bindNow();
        gateway = RunningGateway.start(
                directory,
                List.of(application()),
                "trunkline.outgoing.allowed-private=127.0.0.1",
                "trunkline.identity.jwks.refetch-after=1ms",
                "trunkline.identity.jwks.retry-after=1ms");
    }

    @AfterEach
    void end() {
        gateway.close();
        provider.disposeNow();
    }

    private Application application() {
        var key = Map.of("source", "jwks", "jwksUri", "http://127.0.0.1:" + provider.port() + "/keys");
        return Directories.with(Directories.application(APP), Map.of("authKey", key));
    }

    private static RSAKey named(String name, KeyPair keys) {
        return new RSAKey.Builder((RSAPublicKey) keys.getPublic()).keyID(name).build();
    }

    private void publishes(RSAKey... keys) {
        published = new JWKSet(Arrays.asList(keys)).toString(true);
    }

    private WireClient enter(String keyName, KeyPair keys) throws IOException {
        var client = new WireClient(gateway.port(), 0);
        var token = Tokens.signed("RS256", keyName, keys.getPrivate(), Map.of("sub", keyName));
        client.send(WireClient.handshake(RealtimeGateway.target(APP, token), RealtimeGateway.UPGRADE));
        return client;
    }

    private WireClient open(String keyName, KeyPair keys) throws IOException {
        Awaitility.await().untilAsserted(() -> assertThat(shown(keyName, keys)).isEqualTo(101));
        var client = enter(keyName, keys);
        assertThat(client.answer().status()).isEqualTo(101);
        assertThat(client.readText()).contains("welcome");
        return client;
    }

    /** A key's name that nobody knows has the set fetched again. */
    private int shown(String keyName, KeyPair keys) throws IOException {
        try (var client = enter(keyName, keys)) {
            return client.answer().status();
        }
    }

    private static void isStillThere(WireClient client) throws IOException {
        client.sendText("{\"type\":\"subscribe\",\"data\":{\"topic\":\"here\"}}");
        assertThat(client.readText()).startsWith("{\"topic\":\"here\",\"messageType\":\"welcome\"");
    }

    @Test
    void endsTheLinesThatItsKeyLetInAndNoOthers() throws IOException {
        try (var ann = open("first", FIRST);
                var bob = open("second", SECOND)) {
            var third = Tokens.keys("RSA");
            publishes(named("renamed", SECOND), named("third", third));

            Awaitility.await()
                    .untilAsserted(() -> assertThat(shown("third", third)).isEqualTo(101));

            var close = ann.readClose();
            assertThat(close.code()).isEqualTo(1008);
            assertThat(close.reason()).isEqualTo("The credentials are missing or do not verify!");
            isStillThere(bob);
        }
    }

    @Test
    void aProviderThatIsDownOrTalksNonsenseEndsNothing() throws IOException {
        try (var ann = open("first", FIRST)) {
            status = 503;
            Awaitility.await()
                    .untilAsserted(() -> assertThat(shown("third", SECOND)).isEqualTo(401));
            status = 200;
            published = "<html>";
            Awaitility.await()
                    .pollDelay(Duration.ofMillis(10))
                    .untilAsserted(() -> assertThat(shown("fourth", SECOND)).isEqualTo(401));

            isStillThere(ann);
        }
    }
}
