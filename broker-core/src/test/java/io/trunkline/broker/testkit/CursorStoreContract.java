package io.trunkline.broker.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.cursor.CursorId;
import io.trunkline.broker.cursor.CursorStore;
import io.trunkline.broker.cursor.CursorStore.Saved;
import io.trunkline.broker.cursor.Progress;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What every store of cursors keeps to. */
public abstract class CursorStoreContract {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final CursorId ID = new CursorId(Principals.APPLICATION, "a group");
    private static final CursorId OTHER = new CursorId(Principals.APPLICATION, "another");
    private static final CursorId FOREIGN = new CursorId(Principals.OTHER_APPLICATION, "a group");

    private final VirtualWorld world = new VirtualWorld(1);

    /** An empty store whose clock is the world's. */
    protected abstract CursorStore store(VirtualWorld world);

    private static Progress at(String topic, long offset) {
        return new Progress(Topic.of(topic), new Position("e1", offset), Set.of(), Map.of());
    }

    private static void save(CursorStore store, CursorId id, Progress... progress) {
        store.save(id, new Saved("a/+", List.of(progress))).block(SOON);
    }

    private static @Nullable Saved load(CursorStore store, CursorId id) {
        return store.load(id).block(SOON);
    }

    private static List<Progress> topics(CursorStore store, CursorId id) {
        var saved = load(store, id);
        return saved == null ? List.of() : saved.topics();
    }

    @Test
    void whatIsSavedComesBackAsItWas() {
        var store = store(world);
        var progress = new Progress(
                Topic.of("a/b"), new Position("e1", 7), Set.of(9L, 12L), Map.of(8L, 1, 1L << 40, 1_000_000));
        var other = new Progress(Topic.of("a/ü😀"), new Position("e.2", 0), Set.of(), Map.of());

        save(store, ID, progress, other);

        var saved = load(store, ID);
        assertThat(saved).isNotNull();
        assertThat(saved.filter()).isEqualTo("a/+");
        assertThat(saved.topics()).containsExactlyInAnyOrder(progress, other);
    }

    @Test
    void aCursorIsKeptBeforeItHasGotAnywhere() {
        var store = store(world);

        save(store, ID);

        assertThat(load(store, ID)).isEqualTo(new Saved("a/+", List.of()));
        assertThat(load(store, OTHER)).isNull();
        assertThat(load(store, FOREIGN)).isNull();
    }

    @Test
    void whatIsSavedLaterReplacesItsTopicOnly() {
        var store = store(world);
        save(store, ID, at("a/b", 1), at("a/c", 1));
        save(store, OTHER, at("a/b", 5));
        save(store, FOREIGN, at("a/b", 6));

        save(store, ID, new Progress(Topic.of("a/b"), new Position("e2", 3), Set.of(5L), Map.of(4L, 2)));
        save(store, ID, at("a/b", 5));
        save(store, ID);

        assertThat(topics(store, ID)).containsExactlyInAnyOrder(at("a/b", 5), at("a/c", 1));
        assertThat(topics(store, OTHER)).containsExactly(at("a/b", 5));
        assertThat(topics(store, FOREIGN)).containsExactly(at("a/b", 6));
    }

    @Test
    void forgetsOneOrAllOfAnApplication() {
        var store = store(world);
        save(store, ID, at("a/b", 1));
        save(store, OTHER, at("a/b", 2));
        save(store, FOREIGN, at("a/b", 3));

        store.forget(ID).block(SOON);
        assertThat(load(store, ID)).isNull();
        assertThat(topics(store, OTHER)).containsExactly(at("a/b", 2));

        store.forget(Principals.APPLICATION).block(SOON);
        assertThat(load(store, OTHER)).isNull();
        assertThat(topics(store, FOREIGN)).containsExactly(at("a/b", 3));
        save(store, ID);
        assertThat(topics(store, ID)).isEmpty();
    }

    @Test
    void forgetsWhatWasNotSavedForLong() {
        var store = store(world);
        save(store, ID, at("a/b", 1));
        save(store, OTHER, at("a/b", 2));
        world.pass(Duration.ofDays(1));
        save(store, OTHER);

        store.forgetUntouched(world.instant().minusSeconds(1)).block(SOON);

        assertThat(load(store, ID)).isNull();
        assertThat(topics(store, OTHER)).containsExactly(at("a/b", 2));
    }

    @Test
    void manyAreSavedAtOnceAndManyTopics() {
        var store = store(world);
        var many = new ArrayList<Progress>();
        IntStream.range(0, 2_000).forEach(i -> many.add(at("a/" + i, i)));
        store.save(ID, new Saved("a/+", many)).block(SOON);

        Flux.range(0, 300)
                .flatMap(i -> store.save(
                        new CursorId(Principals.APPLICATION, "g" + i), new Saved("a/+", List.of(at("a/b", i)))))
                .blockLast(SOON);

        assertThat(topics(store, ID)).hasSize(2_000);
        assertThat(topics(store, new CursorId(Principals.APPLICATION, "g299"))).containsExactly(at("a/b", 299));
    }

    /** A topic's name may have three thousand octets; no index over names may mind. */
    @Test
    void theLongestNamesHaveRoom() {
        var store = store(world);
        var id = new CursorId(Principals.APPLICATION, "名".repeat(CursorId.MAX_LENGTH));
        var text = new StringBuilder();
        var random = new Random(3);
        IntStream.range(0, Topic.MAX_LENGTH).forEach(i -> text.append((char) (0x4e00 + random.nextInt(0x5000))));

        save(store, id, at(text.toString(), 1));
        save(store, id, at(text.toString(), 2));

        assertThat(topics(store, id)).containsExactly(at(text.toString(), 2));
    }
}
