package io.trunkline.gateway.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches that wait on disk until they are taken, bounded: when it is full the oldest go. A file is whole or not there, also after the process was
 * killed. For one thread at a time; only the figures may be read by others.
 */
final class UsageSpool {
    private static final Logger log = LoggerFactory.getLogger(UsageSpool.class);
    private static final String SUFFIX = ".json";
    private static final String UNFINISHED = ".tmp";
    private static final int MAX_REJECTED = 100;

    private final Path directory;
    private final Path rejected;
    private final Bounds bounds;
    private final TreeMap<String, Long> sizes = new TreeMap<>();
    private long bytes;
    private boolean full;
    private volatile int waiting;
    private final AtomicLong dropped = new AtomicLong();

    /**
     * How much may wait.
     *
     * @param files number of batches
     * @param bytes their size together
     */
    record Bounds(int files, long bytes) {}

    private UsageSpool(Path directory, Bounds bounds) {
        this.directory = directory;
        this.bounds = bounds;
        rejected = directory.resolve("rejected");
    }

    /** Opens the spool with what an earlier run has left in it; names sort by age. */
    static UsageSpool open(Path directory, Bounds bounds) throws IOException {
        var spool = new UsageSpool(directory, bounds);
        Files.createDirectories(spool.rejected);
        spool.load();
        spool.trim();
        return spool;
    }

    private void load() throws IOException {
        try (var unfinished = Files.newDirectoryStream(directory, "*" + UNFINISHED)) {
            for (var file : unfinished) {
                Files.delete(file);
            }
        }
        try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (var file : files) {
                enter(file.getFileName().toString(), Files.size(file));
            }
        }
    }

    /** Keeps a batch, in place of what was kept under this name. */
    void keep(String name, byte[] batch) throws IOException {
        var unfinished = directory.resolve(name + UNFINISHED);
        Files.write(unfinished, batch);
        Files.move(unfinished, directory.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
        enter(name + SUFFIX, batch.length);
        trim();
    }

    /** The files that wait, the oldest first. */
    List<String> names() {
        return List.copyOf(sizes.keySet());
    }

    /** The batch in a file, empty when the file has gone. */
    byte[] read(String file) throws IOException {
        try {
            return Files.readAllBytes(directory.resolve(file));
        } catch (NoSuchFileException gone) {
            leave(file);
            return new byte[0];
        }
    }

    /** Deletes a file whose content was taken, unless newer counts have replaced it meanwhile. */
    void forget(String file, byte[] taken) throws IOException {
        if (Arrays.equals(read(file), taken)) {
            Files.deleteIfExists(directory.resolve(file));
            leave(file);
        }
    }

    /** Puts a file that will never be taken out of the way, for someone to look at; the newest {@value #MAX_REJECTED} are kept. */
    void setAside(String file) throws IOException {
        Files.move(directory.resolve(file), rejected.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        leave(file);
        try (var files = Files.list(rejected)) {
            var oldestFirst = files.sorted().toList();
            for (var old : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - MAX_REJECTED))) {
                Files.delete(old);
            }
        }
    }

    /** How many batches wait. */
    int waiting() {
        return waiting;
    }

    /** How many batches were given up since the start because too much waited. */
    long dropped() {
        return dropped.get();
    }

    private void trim() throws IOException {
        while (sizes.size() > 1 && (sizes.size() > bounds.files() || bytes > bounds.bytes())) {
            var oldest = sizes.firstKey();
            Files.deleteIfExists(directory.resolve(oldest));
            leave(oldest);
            dropped.incrementAndGet();
            warnOnce(oldest);
        }
    }

    private void warnOnce(String oldest) {
        if (!full) {
            log.warn("event=usage-dropped first={} files={} bytes={}", oldest, bounds.files(), bounds.bytes());
        }
        full = true;
    }

    private void enter(String file, long size) {
        var before = sizes.put(file, size);
        bytes += size - (before == null ? 0 : before);
        waiting = sizes.size();
    }

    private void leave(String file) {
        var size = sizes.remove(file);
        bytes -= size == null ? 0 : size;
        waiting = sizes.size();
        full &= !sizes.isEmpty();
    }
}
