package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A running program of the operating system: its lines are collected, and waited for. */
class Program implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Process process;
    private final Thread reader;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Starts it so that it can be interrupted, even where whoever started the tests ignores interrupts. */
    Program(File directory, Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder("env", "--default-signal=INT")
                .directory(directory)
                .redirectErrorStream(true);
        builder.command().addAll(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("TRUNKLINE_"));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = new Thread(() -> collect(process.inputReader(StandardCharsets.UTF_8)), "output of " + command.get(0));
        reader.setDaemon(true);
        reader.start();
    }

    private void collect(BufferedReader output) {
        try (output) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException closed) {
            lines.add("(the output was closed)");
        }
    }

    List<String> lines() {
        return lines;
    }

    /** The first line like this, as soon as it is there; a program that ends without it fails the test with what it said. */
    String line(Predicate<String> like, Duration patience) {
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(20))
                .failFast(() -> assertThat(ended() && lines.stream().noneMatch(like))
                        .as("ended without the expected line: %s", lines)
                        .isFalse())
                .untilAsserted(() -> assertThat(lines).anyMatch(like));
        return lines.stream().filter(like).findFirst().orElseThrow();
    }

    private boolean ended() {
        return !process.isAlive() && !reader.isAlive();
    }

    void send(String line) {
        try {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(line)
                    .append('\n')
                    .flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The exit code, once it has ended. */
    int exitCode(Duration patience) {
        try {
            assertThat(process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS))
                    .as("ended in %s; it said %s", patience, lines)
                    .isTrue();
            reader.join(patience.toMillis());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        if (process.isAlive()) {
            exitCode(PATIENCE);
        }
    }
}
