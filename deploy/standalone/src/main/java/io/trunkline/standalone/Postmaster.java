package io.trunkline.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of a server that holds our database directory. */
final class Postmaster {
    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
    private static final String FILE = "postmaster.pid";
    private static final int PATIENCE_SECONDS = 10;
    private static final int LOOK_AGAIN_MILLIS = 50;

    private final ProcessHandle process;

    private Postmaster(ProcessHandle process) {
        this.process = process;
    }

    /** The living server that {@code postmaster.pid} names, if it is one, and runs on this very directory. */
    static Optional<Postmaster> on(Path database) throws IOException {
        var pidFile = database.resolve(FILE);
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        return Files.readAllLines(pidFile).stream()
                .findFirst()
                .map(String::strip)
                .filter(pid -> pid.matches("\\d{1,18}"))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                .filter(process -> runsOn(process, database))
                .map(Postmaster::new);
    }

    /**
     * Removes what a dead one has left, when its last process has ended: PostgreSQL goes by its number alone, which by now may be that of another program, or of a
     * process that nobody has waited for. What takes longer to end PostgreSQL finds without that file, and refuses.
     */
    static void clear(Path database) throws IOException {
        var pidFile = database.resolve(FILE);
        if (Files.exists(pidFile) && on(database).isEmpty()) {
            awaitEnd(SharedMemory.of(pidFile));
            Files.deleteIfExists(pidFile);
        }
    }

    private static void awaitEnd(Optional<SharedMemory> memory) throws IOException {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (memory.isPresent() && memory.get().isInUse() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A number in a file may by now belong to a program of somebody else: that one is left alone. */
    private static boolean runsOn(ProcessHandle process, Path database) {
        return process.isAlive()
                && process.info()
                        .arguments()
                        .filter(arguments -> Arrays.asList(arguments).contains(database.toString()))
                        .isPresent();
    }

    /** Stops it in order (its clients are gone), and by force after ten seconds: the write-ahead log makes that safe. */
    void stop() {
        log.info("event=orphaned-postgres-stopped pid={}", process.pid());
        process.destroy();
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
