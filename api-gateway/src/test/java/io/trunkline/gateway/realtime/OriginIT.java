package io.trunkline.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From where a client comes, through proxies, and how often it may. */
class OriginIT {
    @TempDir
    private Path directory;

    private static String welcome(RealtimeGateway gateway, String before, String... headers) throws IOException {
        var all = new ArrayList<>(RealtimeGateway.UPGRADE);
        all.addAll(List.of(headers));
        var target = RealtimeGateway.target(RealtimeGateway.A, RealtimeGateway.token(RealtimeGateway.A, ""));
        try (var client = new WireClient(gateway.port(), 0)) {
            client.send(before.getBytes(StandardCharsets.US_ASCII), WireClient.handshake(target, all));
            assertThat(client.answer().status()).isEqualTo(101);
            return client.readText();
        }
    }

    private static int status(RealtimeGateway gateway, String application, String... headers) throws IOException {
        var all = new ArrayList<>(RealtimeGateway.UPGRADE);
        all.addAll(List.of(headers));
        return gateway.shake(RealtimeGateway.target(application, RealtimeGateway.token(application, "ann")), all)
                .status();
    }

    @Test
    void believesProxiesOfOursAloneAndSlowsDownWhoComesTooOften() throws IOException {
        try (var gateway = new RealtimeGateway(
                directory,
                "trunkline.http.trusted-proxies=127.0.0.1",
                "trunkline.handshakes.subject-burst=2",
                "trunkline.handshakes.address-burst=4")) {
            assertThat(welcome(gateway, "", "X-Forwarded-For: 1.1.1.1, 203.0.113.9"))
                    .contains("\"remoteAddress\":\"203.0.113.9\"");
            assertThat(status(gateway, RealtimeGateway.FAR)).isEqualTo(403);
            assertThat(status(gateway, RealtimeGateway.FAR, "X-Forwarded-For: 203.0.113.7"))
                    .isEqualTo(403);
            assertThat(status(gateway, RealtimeGateway.FAR, "X-Forwarded-For: 10.1.2.3"))
                    .isEqualTo(101);

            assertThat(status(gateway, RealtimeGateway.A, "X-Forwarded-For: 203.0.113.1"))
                    .isEqualTo(101);
            assertThat(status(gateway, RealtimeGateway.A, "X-Forwarded-For: 203.0.113.2"))
                    .isEqualTo(101);
            var storm = new ArrayList<>(RealtimeGateway.UPGRADE);
            storm.add("X-Forwarded-For: 203.0.113.3");
            var target = RealtimeGateway.target(RealtimeGateway.A, RealtimeGateway.token(RealtimeGateway.A, "ann"));
            var refused = gateway.shake(target, storm);
            for (var tries = 0; refused.status() == 101 && tries < 100; tries++) {
                refused = gateway.shake(target, storm);
            }
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.head().toLowerCase(Locale.ROOT)).contains("retry-after: 1");
            assertThat(refused.body()).contains("/problems/rate-exceeded");
        }
    }

    @Test
    void believesNobodyUnlessToldTo() throws IOException {
        try (var gateway = new RealtimeGateway(directory, "spring.main.cloud-platform=kubernetes")) {
            assertThat(welcome(gateway, "", "X-Forwarded-For: 203.0.113.9"))
                    .contains("\"remoteAddress\":\"127.0.0.1\"");
        }
    }

    @Test
    void readsTheProxyProtocolWhereItIsSpoken() throws IOException {
        try (var gateway = new RealtimeGateway(directory, "trunkline.http.proxy-protocol=true")) {
            assertThat(welcome(gateway, "PROXY TCP4 203.0.113.9 127.0.0.1 4711 8080\r\n"))
                    .contains("\"remoteAddress\":\"203.0.113.9\"");
        }
    }
}
