package io.trunkline.gateway.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** The last known snapshot on disk, so that a gateway starts and serves while the admin-service is down. It has secrets: only its owner may read it. */
final class SnapshotFile {
    private static final Logger log = LoggerFactory.getLogger(SnapshotFile.class);

    private final Path path;
    private final Path draft;

    SnapshotFile(Path path) {
        this.path = path;
        this.draft = path.resolveSibling(path.getFileName() + ".draft");
    }

    /** Null if there is none that can be read. */
    @Nullable
    Snapshot read() {
        try {
            return Files.exists(path) ? DirectoryJson.snapshot(Files.readAllBytes(path)) : null;
        } catch (IOException | JacksonException unreadable) {
            log.warn("kept directory cannot be read and is passed over: file={} cause={}", path, unreadable.toString());
            return null;
        }
    }

    /** Replaces the file as a whole or, where that fails, leaves the old one and says so in the log. */
    void write(Snapshot snapshot) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.deleteIfExists(draft);
            writeDraft(DirectoryJson.write(snapshot));
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException full) {
            log.warn("directory cannot be kept: file={} cause={}", path, full.toString());
        }
    }

    private void writeDraft(byte[] octets) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(draft, options, ownerOnly)) {
            var buffer = ByteBuffer.wrap(octets);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }
}
