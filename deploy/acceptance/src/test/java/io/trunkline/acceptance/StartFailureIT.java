package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A start that cannot succeed ends with one line that says what to do, and with an exit code. */
class StartFailureIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void aTakenPortIsNamedWithItsSetting() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());

            var line = failure(Installation.in(directory.resolve("data")), Map.of("TRUNKLINE_PORTS_GATEWAY", port));

            assertThat(line).contains("port " + port).contains("TRUNKLINE_PORTS_GATEWAY");
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNamed() {
        var line = failure(
                Installation.in(directory.resolve("data")),
                Map.of("TRUNKLINE_DATABASE_URL", "postgresql://user:secret@127.0.0.1:1/trunkline"));

        assertThat(line)
                .contains("127.0.0.1:1")
                .contains("TRUNKLINE_DATABASE_URL")
                .doesNotContain("secret");
    }

    @Test
    void anAddressThatIsNoDatabaseIsNamed() {
        var line = failure(
                Installation.in(directory.resolve("data")), Map.of("TRUNKLINE_DATABASE_URL", "mysql://elsewhere"));

        assertThat(line).contains("TRUNKLINE_DATABASE_URL").contains("postgresql://");
    }

    @Test
    @ExtendWith(SharedPlatform.class)
    void aDataDirectoryInUseIsNamed(Platform platform) {
        var second = Installation.in(platform.installation().data());

        assertThat(failure(second, Map.of())).contains(second.data().toString()).contains("TRUNKLINE_DATA_DIR");
    }

    private static String failure(Installation installation, Map<String, String> settings) {
        try (var program = installation.launch(settings)) {
            assertThat(program.exitCode(PATIENCE)).isEqualTo(1);
            assertThat(program.lines()).noneMatch(line -> line.startsWith("\tat "));
            return program.line(line -> line.startsWith("Trunkline cannot start: "), PATIENCE);
        }
    }
}
