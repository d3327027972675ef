package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One reader's time at one door: it hears one topic from somewhere in its log, until it leaves or is sent away. */
abstract class Reading implements AutoCloseable {
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private volatile @Nullable String continuity;
    private volatile boolean over;

    /** A publication, and where the log has it. */
    record Heard(String text, String position) {}

    final void hear(String text, String position) {
        heard.add(new Heard(text, position));
    }

    final void told(String answer) {
        continuity = answer;
    }

    final void ended() {
        over = true;
    }

    final List<Heard> heard() {
        return heard;
    }

    /** {@code resumed} or {@code lost}; null before it was told. */
    final @Nullable String continuity() {
        return continuity;
    }

    final boolean isOver() {
        return over;
    }

    /** Waits until it was told how it goes on. */
    final Reading begun() {
        await().atMost(Program.PATIENCE)
                .untilAsserted(() -> assertThat(continuity).isNotNull());
        return this;
    }

    /** Hears exactly these, in this order, and where the last one is. */
    final String hears(List<String> texts) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(heard).hasSizeGreaterThanOrEqualTo(texts.size()));
        assertThat(heard).extracting(Heard::text).containsExactlyElementsOf(texts);
        return heard.get(heard.size() - 1).position();
    }

    @Override
    public abstract void close();
}
