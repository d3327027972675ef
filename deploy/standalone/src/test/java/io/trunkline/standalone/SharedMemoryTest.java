package io.trunkline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedMemoryTest {
    @TempDir
    Path directory;

    @Test
    void isInUseWhileAnybodyHasItOpen() throws IOException {
        var table = directory.resolve("shm");
        Files.writeString(table, """
                       key      shmid perms                  size  cpid  lpid nattch   uid
                 273153091          3   600                    56 11502 11502      6     0
                 273153092          4   600                    56 11503 11503      0     0
                """);

        assertThat(new SharedMemory("3", table).isInUse()).isTrue();
        assertThat(new SharedMemory("4", table).isInUse()).isFalse();
        assertThat(new SharedMemory("5", table).isInUse()).isFalse();
        assertThat(new SharedMemory("3", directory.resolve("none")).isInUse()).isFalse();
    }

    @Test
    void isWrittenInTheServersFileOnceItRuns() throws IOException {
        var file = directory.resolve("postmaster.pid");
        Files.writeString(file, "11502\n/data\n1795305600\n5432\n\n127.0.0.1\n273153091         3\nready\n");
        assertThat(SharedMemory.of(file)).map(SharedMemory::id).hasValue("3");

        Files.writeString(file, "11502\n/data\n1795305600\n5432\n");
        assertThat(SharedMemory.of(file)).isEmpty();
    }
}
