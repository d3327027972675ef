package io.trunkline.standalone;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server on our database directory, which can be started again as it was started first. What that was is kept here and not read again: a full disk leaves
 * an empty {@code postmaster.opts}.
 *
 * @param control the program {@code pg_ctl}
 * @param options as the shell reads them
 */
record PostgresServer(Path directory, Path control, String options) implements PostgresWatch.Watched {
    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
    private static final String PATIENCE_SECONDS = "10";

    /** The server that runs there now. */
    static PostgresServer running(Path directory) throws IOException {
        var line = Files.readString(directory.resolve("postmaster.opts")).strip();
        var end = line.indexOf(" \"");
        return new PostgresServer(
                directory, Path.of(line.substring(0, end)).resolveSibling("pg_ctl"), line.substring(end + 1));
    }

    @Override
    public boolean isRunning() {
        try {
            return Postmaster.on(directory).isPresent();
        } catch (IOException gone) {
            return false;
        }
    }

    /** Whether it answers, or still recovers, after ten seconds. It is no child of ours, so that Ctrl-C does not end it before those who write. */
    @Override
    public boolean start() throws IOException, InterruptedException {
        Postmaster.clear(directory);
        var starting = new ProcessBuilder(command()).redirectErrorStream(true).start();
        var reader = new Thread(() -> log(starting.inputReader(StandardCharsets.UTF_8)), "postgres-output");
        reader.setDaemon(true);
        reader.start();
        return starting.waitFor() == 0 || isRunning();
    }

    /** PostgreSQL refuses to run as root: inside a user namespace of its own it does not know that it does. */
    private List<String> command() {
        var command = new ArrayList<String>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(
                control.toString(), "-D", directory.toString(), "-o", options, "-t", PATIENCE_SECONDS, "-w", "start"));
        return command;
    }

    /** What it says, as long as it runs. */
    private static void log(BufferedReader output) {
        try (output) {
            output.lines().forEach(line -> log.info("postgres: {}", line));
        } catch (IOException | UncheckedIOException closed) {
            log.info("event=postgres-output-closed");
        }
    }
}
