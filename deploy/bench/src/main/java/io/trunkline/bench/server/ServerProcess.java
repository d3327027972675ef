package io.trunkline.bench.server;

import io.trunkline.bench.wire.Loopback;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A server under test as a process of its own. It ends with the bench, whatever way the bench ends. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread atExit = new Thread(this::stop);

    private ServerProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts {@code command}; what it prints goes to {@code <name>.log} in {@code directory}. */
    static ServerProcess start(String name, List<String> command, Map<String, String> environment, Path directory)
            throws IOException {
        Path log = directory.resolve(name + ".log");
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new ServerProcess(name, log, builder.start());
    }

    /** Root of the process tree. */
    public long pid() {
        return process.pid();
    }

    /** Waits until {@code ready} holds; throws with the end of the log when the process ends or time runs out. */
    void await(BooleanSupplier ready, Duration atMost) throws IOException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                stop();
                throw new IOException(name + " did not get ready; its log ends with:\n" + lastLines());
            }
            pause();
        }
    }

    /** Whether the line {@code text} has been printed. */
    boolean hasSaid(String text) {
        try {
            return Files.readString(log).contains(text);
        } catch (IOException notYet) {
            return false;
        }
    }

    static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(Loopback.port(port), 1_000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Kills it as a power cut does, and what it has started lives on. */
    void kill() {
        process.destroyForcibly().onExit().join();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void stop() {
        List<ProcessHandle> tree = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    private void pause() {
        process.onExit()
                .thenApply(ended -> true)
                .completeOnTimeout(false, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
