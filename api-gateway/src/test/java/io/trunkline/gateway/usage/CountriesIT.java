package io.trunkline.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From which countries lines are opened, as far as proxies of ours say it. */
class CountriesIT {
    private static final String APP = "a".repeat(32);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final TelemetryPeer telemetry = new TelemetryPeer();

    @AfterEach
    void close() {
        telemetry.close();
    }

    @Test
    void countsWebSocketsAndEventStreamsByTheHeaderOfTrustedProxies() throws Exception {
        try (var gateway = gateway("trunkline.http.trusted-proxies=127.0.0.1")) {
            open(gateway, "DE", "fr");
            open(gateway, "FR");
            open(gateway, "T1");
            open(gateway);
            listen(gateway, "at");

            reported(Map.of("AT", 1L, "FR", 2L, "ZZ", 2L));
        }
    }

    @Test
    void believesNoStranger() throws Exception {
        try (var gateway = gateway("trunkline.http.trusted-proxies=10.0.0.0/8")) {
            open(gateway, "DE");
            listen(gateway, "FR");

            reported(Map.of("ZZ", 2L));
        }
    }

    @Test
    void believesNobodyWhereNoProxyIsNamed() throws Exception {
        try (var gateway = gateway()) {
            open(gateway, "DE");

            reported(Map.of("ZZ", 1L));
        }
    }

    private RunningGateway gateway(String... settings) {
        var all = new ArrayList<>(List.of(
                "trunkline.service-token=" + TelemetryPeer.TOKEN,
                "trunkline.telemetry.url=http://127.0.0.1:" + telemetry.port(),
                "trunkline.usage.interval=100ms",
                "trunkline.http.country-header=CF-IPCountry"));
        all.addAll(List.of(settings));
        return RunningGateway.start(directory, List.of(Directories.application(APP)), all.toArray(String[]::new));
    }

    private void open(RunningGateway gateway, String... countries) {
        var handshake = client.newWebSocketBuilder();
        for (var country : countries) {
            handshake.header("CF-IPCountry", country);
        }
        handshake
                .buildAsync(URI.create("ws://127.0.0.1:" + gateway.port() + path("")), new WebSocket.Listener() {})
                .join()
                .abort();
    }

    private void listen(RunningGateway gateway, String country) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(gateway.url() + path("/events")))
                .header("CF-IPCountry", country)
                .build();
        try (var events =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
            assertThat(events.read()).isPositive();
        }
    }

    private static String path(String door) {
        var token = Tokens.hs256(Directories.clientSecret(APP), Map.of("sub", "ann"));
        return "/apps/" + APP + door + "?access_token=" + token;
    }

    private void reported(Map<String, Long> countries) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(telemetry.countries(APP)).isEqualTo(countries));
    }
}
