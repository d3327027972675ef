package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import org.junit.jupiter.api.Test;

class ShelfTest {
    private final Shelf shelf = new Shelf(new Shelf.Key(Principals.APPLICATION, Topic.of("a")));

    /** Who reads on in an epoch that is over must not be shown the next one's publications under its offsets. */
    @Test
    void whatIsNewestInOneEpochIsNotInAnother() {
        shelf.placed(new Place(1, 2, "over", 0, 1));
        shelf.lose();
        shelf.placed(new Place(1, 3, "now", 0, 1));
        shelf.add(Publications.of("a", "1").at(new Position("now", 1)));

        assertThat(shelf.newest("over", 1, 1)).isNull();
        assertThat(shelf.newest("now", 1, 1)).hasSize(1);
    }

    @Test
    void whatIsDroppedInOneEpochIsNotInAnother() {
        shelf.placed(new Place(1, 3, "now", 9, 1));

        shelf.dropped("over", 7);
        assertThat(shelf.place()).isEqualTo(new Place(1, 3, "now", 9, 1));
        shelf.dropped("now", 7);
        assertThat(shelf.place()).isEqualTo(new Place(1, 3, "now", 9, 7));
    }

    /** Who began to look before might bring what is over. */
    @Test
    void whatWasLookedForBeforeItWasLostIsNotKnown() {
        var since = shelf.losses();
        shelf.lose();

        shelf.found(new Place(1, 2, "over", 3, 1), since);
        assertThat(shelf.place()).isNull();
        shelf.found(new Place(1, 4, "now", 0, 1), shelf.losses());

        assertThat(shelf.place()).isEqualTo(new Place(1, 4, "now", 0, 1));
    }
}
