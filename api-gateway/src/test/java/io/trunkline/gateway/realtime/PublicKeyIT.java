package io.trunkline.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Application;
import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Tokens whose keys are public, on real sockets: those of an identity provider of other people, and those written in an application. */
class PublicKeyIT {
    private static final String IDP = "1".repeat(32);
    private static final String SILENT = "2".repeat(32);
    private static final String PRIVATE = "3".repeat(32);
    private static final Map<String, KeyPair> KEYS = Map.of(
            "RS256", Tokens.keys("RSA"),
            "PS384", Tokens.keys("RSA"),
            "ES512", Tokens.keys("secp521r1"),
            "EdDSA", Tokens.keys("Ed25519"));

    /** What the silent provider was asked for. */
    private static final Set<String> ASKED = ConcurrentHashMap.newKeySet();

    @TempDir
    private static Path directory;

    private static MockOAuth2Server provider;
    private static DisposableServer silent;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        provider = new MockOAuth2Server();
        provider.start();
        silent = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> {
                    ASKED.add(request.uri());
                    return response.sendString(Flux.never());
                })
                .bindNow();
        var applications = List.of(
                application(IDP, published(provider.jwksUrl("idp").toString(), "us")),
                application(SILENT, published("http://127.0.0.1:" + silent.port() + "/keys", "us")),
                application(PRIVATE, published("https://169.254.169.254/keys", "us")),
                written("RS256"),
                written("PS384"),
                written("ES512"),
                written("EdDSA"));
        gateway = RunningGateway.start(directory, applications, "trunkline.outgoing.allowed-private=127.0.0.1");
        // the provider's first answer may take longer than a handshake waits
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(handshake(IDP, token("idp", "us"))).isEqualTo(101));
    }

    @AfterAll
    static void end() {
        gateway.close();
        provider.shutdown();
        silent.disposeNow();
    }

    private static Application application(String appId, Map<String, ?> key) {
        return Directories.with(Directories.application(appId), Map.of("authKey", key, "adminKey", key));
    }

    private static Map<String, ?> published(String address, String audience) {
        var issuer = provider.issuerUrl("idp").toString();
        return Map.of("source", "jwks", "jwksUri", address, "audience", audience, "issuer", List.of(issuer));
    }

    private static Application written(String algorithm) {
        var pem = Tokens.pem(KEYS.get(algorithm));
        return application(algorithm, Map.of("source", "raw", "key", pem, "algorithms", List.of(algorithm)));
    }

    private static String token(String issuer, String audience) {
        return provider.issueToken(
                        issuer,
                        "ann",
                        audience,
                        Map.of("scope", "realtime:publisher:write:topic:* realtime:subscriber:read:topic:*"))
                .serialize();
    }

    private static int handshake(String appId, String token) throws IOException {
        try (var client = new WireClient(gateway.port(), 0)) {
            client.send(WireClient.handshake(RealtimeGateway.target(appId, token), RealtimeGateway.UPGRADE));
            return client.answer().status();
        }
    }

    @Test
    void takesTheTokensOfAnIdentityProvider() throws IOException {
        try (var client = new WireClient(gateway.port(), 0)) {
            var target = RealtimeGateway.target(IDP, token("idp", "us"));
            client.send(WireClient.handshake(target, RealtimeGateway.UPGRADE));
            assertThat(client.answer().status()).isEqualTo(101);
            assertThat(client.readText()).contains("\"welcome\"");

            client.sendText("{\"type\":\"publish\",\"data\":{\"topic\":\"priv/ann\",\"payload\":\"to myself\"}}");

            assertThat(client.readText() + client.readText())
                    .contains("to myself")
                    .contains("\"subject\":\"ann\"");
        }
    }

    @Test
    void takesTheTokensOfAnIdentityProviderForHttpToo() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(gateway.url() + "/api/topics/" + IDP + "/publish"))
                .header("Authorization", "Bearer " + token("idp", "us"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"topic\":\"chat\",\"message\":\"hello\"}"))
                .build();

        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void refusesTokensOfOthers() throws IOException {
        assertThat(handshake(IDP, token("another", "us"))).isEqualTo(401);
        assertThat(handshake(IDP, token("idp", "them"))).isEqualTo(401);
        assertThat(handshake(IDP, Tokens.hs256("secret", Map.of("sub", "ann")))).isEqualTo(401);
    }

    @Test
    void aProviderThatIsSilentIsNotWaitedFor() throws IOException {
        var began = Instant.now();

        assertThat(handshake(SILENT, token("idp", "us"))).isEqualTo(503);

        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void aTenantThatNamesOneSilentProviderAfterTheOtherHoldsUpNobody() throws IOException {
        var applications = gateway.bean(Applications.class);
        for (var i = 0; i < 50; i++) {
            var address = "http://127.0.0.1:" + silent.port() + "/many/" + i;
            Directories.put(applications, application("6".repeat(32), published(address, "us")));
        }
        var other = "7".repeat(32);
        Directories.put(applications, application(other, published(provider.jwksUrl("idp") + "?other", "us")));

        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(handshake(other, token("idp", "us"))).isEqualTo(101));

        assertThat(ASKED.stream().filter(path -> path.startsWith("/many/")))
                .as("its share, and that of the next round of upkeep")
                .hasSizeLessThan(10);
    }

    @Test
    void aProviderInThePrivateNetworkIsNotAsked() throws IOException {
        assertThat(handshake(PRIVATE, token("idp", "us"))).isEqualTo(503);
    }

    @Test
    void keysAreThereBeforeTheFirstClientAndOutliveTheirProvider() throws IOException {
        var other = new MockOAuth2Server();
        other.start();
        var token = other.issueToken("idp", "ann", "us", Map.of()).serialize();
        var key = Map.of("source", "jwks", "jwksUri", other.jwksUrl("idp").toString());
        var appId = "4".repeat(32);
        Directories.put(gateway.bean(Applications.class), application(appId, key));
        assertThat(other.takeRequest(10).getPath()).isEqualTo("/idp/jwks");
        // the answer is on its way: a handshake waits for it, and finds it there when the provider is gone
        Awaitility.await()
                .untilAsserted(() -> assertThat(handshake(appId, token)).isEqualTo(101));

        other.shutdown();

        assertThat(handshake(appId, token)).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS384", "ES512", "EdDSA"})
    void takesTokensOfKeysThatAreWrittenInTheApplication(String algorithm) throws IOException {
        var claims = Map.of("sub", "ann");
        var token = Tokens.signed(algorithm, KEYS.get(algorithm).getPrivate(), claims);

        assertThat(handshake(algorithm, token)).isEqualTo(101);
        assertThat(handshake(algorithm, token.substring(0, token.length() - 8) + "AAAAAAAA"))
                .isEqualTo(401);
        assertThat(handshake(algorithm, Tokens.hs256(Tokens.pem(KEYS.get(algorithm)), claims)))
                .isEqualTo(401);
    }

    @Test
    void takesATokenOfFifteenKilobytesInTheAddressAndTellsWhoSendsMore() throws IOException {
        var large = Map.of("sub", "ann", "permissions", List.of("x".repeat(11_000)));
        var token = Tokens.signed("RS256", KEYS.get("RS256").getPrivate(), large);
        assertThat(token.length()).isGreaterThan(15_000);

        assertThat(handshake("RS256", token)).isEqualTo(101);
        assertThat(handshake("RS256", "x".repeat(21_000))).isEqualTo(414);
    }

    @ParameterizedTest
    @CsvSource({"RS256, PS384", "PS384, RS256", "ES512, EdDSA"})
    void refusesTokensOfAnotherApplication(String application, String signer) throws IOException {
        var token = Tokens.signed(signer, KEYS.get(signer).getPrivate(), Map.of("sub", "ann"));

        assertThat(handshake(application, token)).isEqualTo(401);
    }
}
