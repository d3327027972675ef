package io.trunkline.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.access.ApplicationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryFileTest {
    private static final String A = "a".repeat(32);
    private static final String B = "b".repeat(32);

    @TempDir
    private Path directory;

    private final Applications applications = new Applications();
    private Path path;
    private DirectoryFile file;

    @BeforeEach
    void name() {
        path = directory.resolve("applications.json");
        file = new DirectoryFile(path, applications);
    }

    @AfterEach
    void end() {
        file.stop();
    }

    private boolean knows(String appId) {
        return applications.application(new ApplicationId(appId)) != null;
    }

    private void replace(byte[] json) throws IOException {
        var draft = directory.resolve("draft");
        Files.write(draft, json);
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void servesTheFilesApplicationsAtOnceAndItsChangesSoon() throws IOException {
        replace(Directories.json(1, Directories.application(A)));
        file.start();
        assertThat(knows(A)).isTrue();

        replace(Directories.json(2, Directories.application(B), Directories.application("c")));

        await().until(() -> knows(B) && !knows(A));
    }

    @Test
    void goesOnWithWhatItKnowsWhileTheFileIsBroken() throws IOException {
        replace(Directories.json(1, Directories.application(A)));
        file.start();

        replace("{\"applications\":[".getBytes());
        await().during(Duration.ofMillis(1500)).until(() -> knows(A));
        replace(Directories.json(3, Directories.application(A), Directories.application(B)));

        await().until(() -> knows(B));
    }

    @Test
    void letsNoGatewayStartWithoutTheFile() throws IOException {
        assertThatExceptionOfType(NoDirectory.class)
                .isThrownBy(file::start)
                .withMessageContaining("trunkline.directory.file");

        replace("no json".getBytes());
        assertThatExceptionOfType(NoDirectory.class)
                .isThrownBy(file::start)
                .withMessageContaining("trunkline.directory.file");
    }

    @Test
    void leavesOutTheOneApplicationThatCannotBeRead() throws IOException {
        replace(("{\"applications\":[{\"appId\":\"" + B + "\"},{\"appId\":\"" + A
                        + "\",\"enabled\":true,\"authKey\":{\"key\":\"a secret of ann\",\"algorithms\":[\"HS256\"]},\"adminKey\":{}}]}")
                .getBytes());

        file.start();

        assertThat(knows(A)).isTrue();
        assertThat(knows(B)).isFalse();
        assertThat(applications.enabled(new ApplicationId(A)).authKey().source())
                .isEqualTo("raw");
    }
}
