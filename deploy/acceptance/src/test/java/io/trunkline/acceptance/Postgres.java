package io.trunkline.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The embedded PostgreSQL of an installation, at the mercy of a test. */
record Postgres(Path directory) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static Postgres of(Installation installation) {
        return new Postgres(installation.data().resolve("postgres-18"));
    }

    /** Kills one of the processes that serve connections: all of memory is thrown away, every connection ends, and the write-ahead log is played. */
    void crash(Random random) {
        var serving = postmaster()
                .children()
                .filter(child -> commandLine(child).contains("trunkline"))
                .toList();
        if (!serving.isEmpty()) {
            serving.get(random.nextInt(serving.size())).destroyForcibly();
        }
    }

    /** A process of another title than its program's has it in its command line alone. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }

    /** Kills it all, and waits until the platform has started it again. */
    void kill() {
        end("KILL");
    }

    /** Ends it as an administrator does who cuts connections off, and waits as above. */
    void restart() {
        end("INT");
    }

    private void end(String signal) {
        var ended = postmaster().pid();
        signal(ended, signal);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> isReadyAfter(ended));
    }

    private static void signal(long pid, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills it all while it cannot be started again: its directory is somewhere else until {@link #bringBack}. */
    void takeAway() throws IOException {
        var postmaster = postmaster();
        Files.move(directory, away());
        postmaster.destroyForcibly();
    }

    void bringBack() throws IOException {
        Files.move(away(), directory);
    }

    private Path away() {
        return directory.resolveSibling("away");
    }

    /** If there is one. */
    void end() {
        if (Files.exists(directory.resolve("postmaster.pid"))) {
            running().ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private ProcessHandle postmaster() {
        return running().orElseThrow();
    }

    private Optional<ProcessHandle> running() {
        return ProcessHandle.of(Long.parseLong(lines("postmaster.pid").get(0).strip()))
                .filter(process -> commandLine(process).contains(directory.toString()));
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReadyAfter(long ended) {
        var status = lines("postmaster.pid");
        return status.size() > 7
                && !status.get(0).strip().equals(Long.toString(ended))
                && status.get(7).strip().equals("ready");
    }
}
