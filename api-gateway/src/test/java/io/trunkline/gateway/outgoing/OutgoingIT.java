package io.trunkline.gateway.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.timeout.ReadTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.NameResolverProvider;

class OutgoingIT {
    private static final LoopResources LOOPS = LoopResources.create("outgoing-test", 1, true);
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CONNECTIONS = 5;
    private static DisposableServer server;
    private static SslContext security;

    @BeforeAll
    static void open() throws SSLException {
        security = SslContextBuilder.forClient().build();
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .doOnConnection(connection -> CALLS.incrementAndGet())
                .route(routes -> routes.get("/hello", (request, response) -> response.sendString(Mono.just("hello")))
                        .get("/elsewhere", (request, response) -> response.sendRedirect("/hello"))
                        .get("/large", (request, response) -> response.sendString(Mono.just("x".repeat(2_000))))
                        .get("/hangs", (request, response) -> response.sendString(Mono.never()))
                        .get("/silent", (request, response) -> response.sendString(Flux.never())))
                .bindNow();
    }

    @AfterAll
    static void end() {
        server.disposeNow();
        LOOPS.dispose();
    }

    private static WebClient client(String... allowedPrivate) {
        return client(PATIENCE, allowedPrivate);
    }

    private static WebClient client(Duration answerWithin, String... allowedPrivate) {
        return clients(answerWithin, allowedPrivate).of("owner");
    }

    private static OwnedClients clients(Duration answerWithin, String... allowedPrivate) {
        var settings = new OutgoingProperties(List.of(allowedPrivate), Duration.ofSeconds(2), CONNECTIONS);
        var names = NameResolverProvider.builder().build().newNameResolverGroup(LOOPS, true);
        return new Outgoing(settings, LOOPS, names, security).clients(answerWithin, DataSize.ofBytes(1_000));
    }

    private static URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static String get(WebClient client, URI uri) {
        return client.get().uri(uri).retrieve().bodyToMono(String.class).block(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/hello",
                "https://127.0.0.1:%d/hello",
                "https://localhost:%d/hello",
                "https://[::1]:%d/hello",
                "https://[::ffff:127.0.0.1]:%d/hello",
                "https://0.0.0.0:%d/hello",
                "https://127.1:%d/hello",
                "https://2130706433:%d/hello",
                "https://user@127.0.0.1:%d/hello",
                "ftp://127.0.0.1:%d/hello",
                "/hello?port=%d"
            })
    void callsNothingBehindTheGateway(String address) {
        var before = CALLS.get();

        assertThatExceptionOfType(WebClientException.class)
                .isThrownBy(() -> get(client("10.0.0.0/8"), URI.create(address.formatted(server.port()))));

        assertThat(CALLS).hasValue(before);
    }

    @Test
    void callsWhatTheOperatorHasAllowed() {
        assertThat(get(client("127.0.0.0/8"), at("/hello"))).isEqualTo("hello");
        assertThat(get(client("127.0.0.0/8", "::1"), URI.create("http://localhost:" + server.port() + "/hello")))
                .isEqualTo("hello");
    }

    @Test
    void callsNothingWithoutTlsThatIsNotAllowedByName() {
        assertThatExceptionOfType(WebClientException.class)
                .isThrownBy(() -> get(client("127.0.0.0/8"), URI.create("http://1.1.1.1/")))
                .withRootCauseInstanceOf(ForbiddenAddress.class);
    }

    @Test
    void oneOwnersCallsTakeNoOthersConnections() {
        var clients = clients(PATIENCE, "127.0.0.0/8");
        var greedy = clients.of("greedy");
        var before = CALLS.get();
        var hanging = Flux.range(0, CONNECTIONS + 1)
                .flatMap(i -> greedy.get().uri(at("/hangs")).retrieve().bodyToMono(String.class), CONNECTIONS + 1)
                .subscribe();
        await().until(() -> CALLS.get() == before + CONNECTIONS);

        assertThat(get(clients.of("other"), at("/hello"))).isEqualTo("hello");

        assertThat(CALLS).as("one had to wait").hasValue(before + CONNECTIONS + 1);
        hanging.dispose();
    }

    @Test
    void followsNoRedirect() {
        var answer = client("127.0.0.0/8")
                .get()
                .uri(at("/elsewhere"))
                .retrieve()
                .toBodilessEntity()
                .block(Duration.ofSeconds(10));

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.FOUND);
    }

    @Test
    void readsNoMoreThanItIsToldTo() {
        assertThatExceptionOfType(WebClientException.class)
                .isThrownBy(() -> get(client("127.0.0.0/8"), at("/large")))
                .withRootCauseInstanceOf(DataBufferLimitException.class);
    }

    @Test
    void waitsForASilentServerNoLongerThanItIsToldTo() {
        assertThatExceptionOfType(WebClientException.class)
                .isThrownBy(() -> get(client(Duration.ofMillis(300), "127.0.0.0/8"), at("/silent")))
                .withRootCauseInstanceOf(ReadTimeoutException.class);
    }
}
