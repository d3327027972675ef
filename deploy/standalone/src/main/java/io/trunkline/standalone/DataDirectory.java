package io.trunkline.standalone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that survives a restart, held by one process at a time. */
final class DataDirectory implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @throws StartFailure if another process holds it, or it cannot be written */
    static DataDirectory open(Path configured) {
        var path = configured.toAbsolutePath().normalize();
        try {
            var owner = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(path, PosixFilePermissions.asFileAttribute(owner));
            // also one that was there: it holds secrets, and programs that are run
            Files.setPosixFilePermissions(path, owner);
            return new DataDirectory(path, lock(path));
        } catch (IOException e) {
            throw new StartFailure(
                    "data directory " + path + " cannot be used (" + e + "); TRUNKLINE_DATA_DIR names another", e);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        var file = path.resolve("lock");
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new StartFailure(
                    "another Trunkline (process " + Files.readString(file).strip() + ") runs on data directory " + path
                            + "; stop it, or name another by TRUNKLINE_DATA_DIR");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** The configured secret, or else the one in this file, which is made when it is not there: 32 random bytes in hex. */
    String secret(@Nullable String configured, String file) {
        if (configured != null && !configured.isBlank()) {
            return configured;
        }
        var kept = read(file);
        if (kept != null) {
            return kept;
        }
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        var secret = HexFormat.of().formatHex(bytes);
        write(file, secret);
        return secret;
    }

    /** The text of a small file, or null if there is none. */
    @Nullable
    String read(String file) {
        try {
            var text = Files.exists(resolve(file))
                    ? Files.readString(resolve(file)).strip()
                    : "";
            return text.isEmpty() ? null : text;
        } catch (IOException e) {
            throw new StartFailure(resolve(file) + " cannot be read (" + e + ")", e);
        }
    }

    /** Keeps a small text, readable by this user only. */
    void write(String file, String text) {
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = Files.newByteChannel(resolve(file), options, mode)) {
            channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new StartFailure(resolve(file) + " cannot be written (" + e + ")", e);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
