package io.trunkline.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The embedded PostgreSQL of an installation, at the mercy of a test. */
record Postgres(Path directory) {
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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

    /** Kills it all, and starts it again after a while. */
    void kill(Duration pause) throws Exception {
        end(postmaster(), "KILL", pause);
    }

    /** As an administrator restarts it: connections are cut off. */
    void restart(Duration pause) throws Exception {
        end(postmaster(), "INT", pause);
    }

    private void end(ProcessHandle postmaster, String signal, Duration pause) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(postmaster.pid()))
                .start()
                .waitFor();
        await().atMost(PATIENCE).until(() -> !postmaster.isAlive());
        Thread.sleep(pause.toMillis());
        await().atMost(PATIENCE).until(this::starts);
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

    /** With the options it had; what a killed one left running may stand in its way for a moment. */
    private boolean starts() throws Exception {
        var process = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolveSibling("postgres.log").toFile())
                .start();
        await().atMost(PATIENCE).until(() -> !process.isAlive() || isReady(process.pid()));
        return process.isAlive();
    }

    /** PostgreSQL refuses to run as root: inside a user namespace of its own it does not know that it does. */
    private List<String> command() {
        var line = lines("postmaster.opts").get(0);
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(line.substring(0, line.indexOf(" \"")));
        QUOTED.matcher(line)
                .results()
                .map((MatchResult found) -> found.group(1))
                .forEach(command::add);
        return command;
    }

    private boolean isReady(long pid) {
        var status = Files.exists(directory.resolve("postmaster.pid")) ? lines("postmaster.pid") : List.<String>of();
        return status.size() > 7
                && status.get(0).strip().equals(Long.toString(pid))
                && status.get(7).strip().equals("ready");
    }
}
