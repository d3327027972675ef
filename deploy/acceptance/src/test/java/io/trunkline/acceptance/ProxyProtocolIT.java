package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform starts where its port is for a proxy alone, though it could not reach that port itself. */
class ProxyProtocolIT {
    private static final String REQUEST = "GET /api/health/status HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

    @TempDir
    Path directory;

    @Test
    void startsBehindAProxyThatSaysWhoCalls() throws IOException {
        var installation = Installation.in(directory.resolve("data"));

        try (var platform = installation.start(Map.of("TRUNKLINE_HTTP_PROXY_PROTOCOL", "true"));
                var proxy = new RawConnection(port(installation))) {
            proxy.send("PROXY TCP4 192.0.2.7 192.0.2.1 5000 80\r\n" + REQUEST);

            assertThat(proxy.status()).isEqualTo(200);
            assertThat(platform.terminal()).anyMatch(line -> line.startsWith("Trunkline is ready"));
        }
    }

    private static int port(Installation installation) {
        return URI.create(installation.url("/")).getPort();
    }
}
