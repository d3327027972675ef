package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.topic.Topic;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ShelvesTest {
    private final Shelves shelves = new Shelves(key -> Mono.never(), 0);
    private final Shelf.Key key = new Shelf.Key(Principals.APPLICATION, Topic.of("a"));

    /** Two of one topic would give its offsets twice. */
    @Test
    void whereSomethingWaitsThereIsNoOther() {
        var held = shelves.hold(key);

        shelves.trim();
        assertThat(shelves.of(key)).isSameAs(held);
        shelves.forget(Principals.APPLICATION);
        assertThat(shelves.hold(key)).isSameAs(held);
    }

    @Test
    void whatNothingWaitsForIsLetGo() {
        var asked = shelves.of(key);
        shelves.trim();
        assertThat(shelves.of(key)).isNotSameAs(asked);

        var held = shelves.hold(key);
        held.letGo();
        shelves.forget(Principals.APPLICATION);
        assertThat(shelves.of(key)).isNotSameAs(held);
    }
}
