package io.trunkline.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {
    private static final Application A =
            Directories.application("a".repeat(32), List.of("10.0.0.0/8", "!10.1.0.0/16"), null);

    @TempDir
    private Path directory;

    @Test
    void readsBackWhatItWrote() {
        var file = new SnapshotFile(directory.resolve("data/directory.json"));

        file.write(new Snapshot(3, List.of()));
        file.write(new Snapshot(4, List.of(A)));

        assertThat(file.read()).isEqualTo(new Snapshot(4, List.of(A)));
    }

    @Test
    void keepsWhatTopicsKeepAndReadsWhatAnOlderGatewayHasWritten() throws IOException {
        var path = directory.resolve("directory.json");
        var file = new SnapshotFile(path);
        var rooms = new TopicSetting("rooms/#", 5, 60, true, true);
        var chosen = Directories.with(A, Map.of("topics", List.of(rooms), "idempotencyWindowSeconds", 600));

        file.write(new Snapshot(4, List.of(chosen)));

        assertThat(file.read().applications()).singleElement().satisfies(read -> {
            assertThat(read.topics()).containsExactly(rooms);
            assertThat(read.idempotencyWindowSeconds()).isEqualTo(600);
        });
        Files.writeString(
                path,
                Files.readString(path)
                        .replaceAll(",\"topics\":\\[[^]]*]", "")
                        .replace(",\"idempotencyWindowSeconds\":600", ""));
        assertThat(Files.readString(path)).doesNotContain("topics", "idempotency");
        assertThat(file.read()).isEqualTo(new Snapshot(4, List.of(A)));
    }

    @Test
    void isReadableByItsOwnerAloneAndLeavesNothingBeside() throws IOException {
        var path = directory.resolve("directory.json");

        new SnapshotFile(path).write(new Snapshot(4, List.of(A)));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryNotContaining(other -> !other.equals(path));
    }

    @Test
    void getsOverADraftThatACrashHasLeft() throws IOException {
        Files.writeString(directory.resolve("directory.json.draft"), "{\"ver");
        var file = new SnapshotFile(directory.resolve("directory.json"));

        file.write(new Snapshot(4, List.of(A)));

        assertThat(file.read()).isEqualTo(new Snapshot(4, List.of(A)));
    }

    @Test
    void passesOverAFileThatIsNoDirectory() throws IOException {
        var path = directory.resolve("directory.json");
        for (var garbage : List.of("", "{", "[]", "null", "{\"applications\":5}", "{\"version\":1}")) {
            Files.writeString(path, garbage);

            assertThat(new SnapshotFile(path).read()).as(garbage).isNull();
        }
        assertThat(new SnapshotFile(directory.resolve("absent")).read()).isNull();
    }
}
