package io.trunkline.admin.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.admin.AdminServiceApplication;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the service as a process of its own, as an operator would, with settings that cannot work. */
class StartIT {

    @TempDir
    Path directory;

    private record Ended(int exitCode, String output) {}

    @Test
    void aDatabaseThatDoesNotAnswerIsOneClearLineAndAnExitCode() throws Exception {
        Ended ended = run(Map.of("TRUNKLINE_DATABASE_URL", "postgresql://u:hidden@127.0.0.1:1/d"));

        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.output())
                .contains("The database does not answer: Connection to 127.0.0.1:1 refused.")
                .doesNotContain("hidden")
                .doesNotContain("\tat ");
    }

    @Test
    void aMissingDatabaseUrlIsOneClearLineAndAnExitCode() throws Exception {
        Ended ended = run(Map.of());

        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.output())
                .contains("TRUNKLINE_DATABASE_URL (trunkline.database-url) cannot be used: it is not set")
                .doesNotContain("\tat ");
    }

    @Test
    void aTokenThatIsTooShortIsOneClearLineAndAnExitCode() throws Exception {
        Ended ended = run(Map.of(
                "TRUNKLINE_DATABASE_URL", "postgresql://u@127.0.0.1:1/d", "TRUNKLINE_OPERATOR_TOKEN", "tooshort"));

        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.output())
                .contains("The operator token must have at least 12 characters")
                .doesNotContain("tooshort")
                .doesNotContain("\tat ");
    }

    private Ended run(Map<String, String> environment) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), AdminServiceApplication.class.getName());
        builder.environment().keySet().removeIf(name -> name.startsWith("TRUNKLINE_"));
        builder.environment().putAll(environment);
        builder.environment().put("SERVER_PORT", "0");
        builder.directory(directory.toFile());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }
}
