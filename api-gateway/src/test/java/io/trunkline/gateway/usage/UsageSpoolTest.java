package io.trunkline.gateway.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.gateway.usage.UsageSpool.Bounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageSpoolTest {
    private static final Bounds WIDE = new Bounds(1_000, 1_000_000);

    @TempDir
    Path directory;

    @Test
    void keepsTheNewestOfAName() throws IOException {
        var spool = UsageSpool.open(directory, WIDE);

        spool.keep("a", bytes("one"));
        spool.keep("a", bytes("two"));

        assertThat(spool.names()).containsExactly("a.json");
        assertThat(spool.read("a.json")).isEqualTo(bytes("two"));
    }

    @Test
    void findsWhatAnEarlierRunHasLeftTheOldestFirstAndClearsWhatItDidNotFinish() throws IOException {
        var before = UsageSpool.open(directory, WIDE);
        before.keep("b", bytes("two"));
        before.keep("a", bytes("one"));
        Files.writeString(directory.resolve("c.tmp"), "{");

        var after = UsageSpool.open(directory, WIDE);

        assertThat(after.names()).containsExactly("a.json", "b.json");
        assertThat(after.waiting()).isEqualTo(2);
        assertThat(directory.resolve("c.tmp")).doesNotExist();
    }

    @Test
    void forgetsWhatWasTakenButNotWhatHasReplacedItMeanwhile() throws IOException {
        var spool = UsageSpool.open(directory, WIDE);
        spool.keep("a", bytes("new"));

        spool.forget("a.json", bytes("old"));
        assertThat(spool.names()).containsExactly("a.json");

        spool.forget("a.json", bytes("new"));
        assertThat(spool.names()).isEmpty();
        assertThat(directory.resolve("a.json")).doesNotExist();
    }

    @Test
    void dropsTheOldestAndCountsThemWhenTooManyWait() throws IOException {
        var spool = UsageSpool.open(directory, new Bounds(2, 1_000));

        for (var name : new String[] {"a", "b", "c", "d"}) {
            spool.keep(name, bytes(name));
        }

        assertThat(spool.names()).containsExactly("c.json", "d.json");
        assertThat(spool.dropped()).isEqualTo(2);
        assertThat(directory.resolve("a.json")).doesNotExist();
        assertThat(UsageSpool.open(directory, WIDE).names()).containsExactly("c.json", "d.json");
    }

    @Test
    void dropsTheOldestWhenTheyAreTooLargeTogether() throws IOException {
        var spool = UsageSpool.open(directory, new Bounds(100, 10));

        spool.keep("a", bytes("1234"));
        spool.keep("b", bytes("1234"));
        spool.keep("b", bytes("123456"));
        assertThat(spool.dropped()).isZero();
        spool.keep("c", bytes("1"));

        assertThat(spool.names()).containsExactly("b.json", "c.json");
    }

    @Test
    void goesOnWhenAFileWasTakenAwayByHand() throws IOException {
        var spool = UsageSpool.open(directory, WIDE);
        spool.keep("a", bytes("one"));
        Files.delete(directory.resolve("a.json"));

        assertThat(spool.read("a.json")).isEmpty();
        assertThat(spool.names()).isEmpty();
    }

    @Test
    void keepsTheNewestHundredOfWhatWasRefused() throws IOException {
        var spool = UsageSpool.open(directory, WIDE);

        for (int n = 0; n < 105; n++) {
            spool.keep("%03d".formatted(n), bytes("x"));
            spool.setAside("%03d.json".formatted(n));
        }

        assertThat(spool.names()).isEmpty();
        try (var rejected = Files.list(directory.resolve("rejected"))) {
            assertThat(rejected.map(file -> file.getFileName().toString()).sorted())
                    .hasSize(100)
                    .first()
                    .isEqualTo("005.json");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
