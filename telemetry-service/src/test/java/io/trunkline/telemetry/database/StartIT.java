package io.trunkline.telemetry.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.telemetry.TelemetryServiceApplication;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Starts the service as a process of its own, in ways that cannot succeed. */
class StartIT {
    private record Ended(int code, String output) {}

    @Test
    void endsWithOneClearLineWhenTheDatabaseDoesNotAnswer() throws Exception {
        var ended = start("postgresql://me:s3cret@127.0.0.1:" + freePort() + "/usage");

        assertThat(ended.code()).isNotZero();
        assertThat(ended.output())
                .containsPattern("(?m)^The database postgresql://127.0.0.1:\\d+/usage does not let us in: .*refused")
                .doesNotContain("\tat ")
                .doesNotContain("s3cret");
        assertThat(ended.output().lines().filter(line -> line.contains("refused")))
                .hasSize(1);
    }

    @Test
    void endsWithOneClearLineWhenTheUrlIsNotSet() throws Exception {
        var ended = start("");

        assertThat(ended.code()).isNotZero();
        assertThat(ended.output())
                .containsPattern("(?m)^TRUNKLINE_DATABASE_URL is not set")
                .doesNotContain("\tat ");
    }

    @Test
    void endsWithOneClearLineWhenTheUrlIsNone() throws Exception {
        var ended = start("postgresql://me:s3 cret@localhost/usage");

        assertThat(ended.code()).isNotZero();
        assertThat(ended.output())
                .containsPattern("(?m)^TRUNKLINE_DATABASE_URL is not a URL")
                .doesNotContain("\tat ")
                .doesNotContain("cret@");
    }

    private static Ended start(String databaseUrl) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(
                java,
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                TelemetryServiceApplication.class.getName());
        builder.environment().put("TRUNKLINE_DATABASE_URL", databaseUrl);
        builder.environment().put("TRUNKLINE_SERVICE_TOKEN", "token");
        builder.environment().put("SERVER_PORT", "0");
        var process = builder.redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
