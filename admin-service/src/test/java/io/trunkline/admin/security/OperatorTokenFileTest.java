package io.trunkline.admin.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class OperatorTokenFileTest {

    @TempDir
    Path directory;

    @Test
    void makesATokenOnceAndKeepsItFromOthers(CapturedOutput output) throws Exception {
        Path dataDir = directory.resolve("data");

        String first = new OperatorTokenFile(dataDir, new SecureRandom()).read();
        String second = new OperatorTokenFile(dataDir, new SecureRandom()).read();

        Path file = dataDir.resolve("operator-token");
        assertThat(first).hasSize(43).isEqualTo(second);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(output.getOut()).contains(file.toString()).doesNotContain(first);
    }

    @Test
    void everyDataDirectoryHasItsOwn() {
        String one = new OperatorTokenFile(directory.resolve("one"), new SecureRandom()).read();
        String two = new OperatorTokenFile(directory.resolve("two"), new SecureRandom()).read();

        assertThat(one).isNotEqualTo(two);
    }
}
