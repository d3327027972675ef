package io.trunkline.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryIT {
    @TempDir
    Path temporary;

    @Test
    void makesASecretOnceAndKeepsItForItsOwnerOnly() throws Exception {
        String first;
        try (var data = DataDirectory.open(temporary.resolve("data"))) {
            first = data.secret(null, "operator-token");
        }
        try (var data = DataDirectory.open(temporary.resolve("data"))) {
            assertThat(data.secret(null, "operator-token")).isEqualTo(first).matches("[0-9a-f]{64}");
        }
        var file = temporary.resolve("data/operator-token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void prefersAConfiguredSecretAndDoesNotWriteItDown() throws Exception {
        try (var data = DataDirectory.open(temporary)) {
            assertThat(data.secret("from the environment", "operator-token")).isEqualTo("from the environment");
            assertThat(temporary.resolve("operator-token")).doesNotExist();
        }
    }

    @Test
    void saysWhyADirectoryCannotBeUsed() throws Exception {
        var file = Files.createFile(temporary.resolve("a-file"));

        assertThatThrownBy(() -> DataDirectory.open(file.resolve("data")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("data directory " + file)
                .hasMessageContaining("TRUNKLINE_DATA_DIR");
    }
}
