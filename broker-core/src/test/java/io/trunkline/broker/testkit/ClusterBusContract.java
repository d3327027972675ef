package io.trunkline.broker.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.cluster.ClusterBus;
import io.trunkline.broker.message.Publication;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every bus between nodes keeps to. */
public abstract class ClusterBusContract {
    private final List<String> heardHere = new CopyOnWriteArrayList<>();
    private final List<String> heardThere = new CopyOnWriteArrayList<>();
    private ClusterBus here;
    private ClusterBus there;

    /** The bus of a node, connected with those returned before in the same test. */
    protected abstract ClusterBus node(String id);

    @BeforeEach
    void twoNodes() {
        here = node("0000000a");
        there = node("0000000b");
        here.heard(publication -> heardHere.add(Publications.text(publication)));
    }

    @Test
    void hearsWhatOthersAnnounceInOrder() {
        var texts = IntStream.range(0, 200).mapToObj(i -> "m" + i).toList();

        texts.forEach(text -> there.announce(publication(text)));

        await().untilAsserted(() -> assertThat(heardHere).isEqualTo(texts));
    }

    @Test
    void doesNotHearItself() {
        there.heard(publication -> heardThere.add(Publications.text(publication)));

        here.announce(publication("mine"));
        there.announce(publication("theirs"));

        await().untilAsserted(() -> {
            assertThat(heardHere).containsExactly("theirs");
            assertThat(heardThere).containsExactly("mine");
        });
    }

    @Test
    void hearsNothingOnceDisposed() {
        var heard = there.heard(publication -> heardThere.add(Publications.text(publication)));
        here.announce(publication("before"));
        await().untilAsserted(() -> assertThat(heardThere).containsExactly("before"));

        heard.dispose();
        here.announce(publication("after"));
        there.announce(publication("last"));

        await().untilAsserted(() -> assertThat(heardHere).containsExactly("last"));
        assertThat(heardThere).containsExactly("before");
    }

    private static Publication publication(String text) {
        return Publications.of("main", text);
    }
}
