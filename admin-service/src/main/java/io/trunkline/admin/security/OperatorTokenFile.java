package io.trunkline.admin.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code <data-dir>/operator-token}, readable by its owner only: the operator token when none is configured. */
final class OperatorTokenFile {

    private static final Logger log = LoggerFactory.getLogger(OperatorTokenFile.class);
    private static final int RANDOM_BYTES = 32;

    private final Path file;
    private final SecureRandom random;

    OperatorTokenFile(Path dataDir, SecureRandom random) {
        this.file = dataDir.resolve("operator-token").toAbsolutePath().normalize();
        this.random = random;
    }

    /** The token in the file; the first call on a data directory makes it. */
    String read() {
        try {
            Files.createDirectories(file.getParent());
            create();
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the operator token in " + file, e);
        }
    }

    private void create() throws IOException {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n";
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var createNew = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(file, Set.copyOf(createNew), ownerOnly)) {
            channel.write(ByteBuffer.wrap(token.getBytes(StandardCharsets.US_ASCII)));
            log.info("operator token generated file={}", file);
        } catch (FileAlreadyExistsException e) {
            log.info("operator token read file={}", file);
        }
    }
}
