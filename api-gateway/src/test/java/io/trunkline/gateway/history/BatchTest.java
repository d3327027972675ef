package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.Retention;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

class BatchTest {
    private static final Place PLACE = new Place(1, 7, "epoch", 4, 1);

    private final Waiting placed = waiting("placed");
    private final Waiting crowded = waiting("crowded");
    private final Batch batch = new Batch(List.of(placed, crowded), Instant.EPOCH);

    @Test
    void eachStandsBehindWhatIsCommitted() {
        number();

        assertThat(batch.places()).extracting(Batch.Row::offset).containsExactly(5L, 5L);
        assertThat(batch.rows()).hasSize(2);
        assertThat(batch.values()).hasSize(2);
    }

    @Test
    void whoIsTurnedAwayStandsNowhere() {
        number();
        crowded.shelf().lose();
        batch.turnAway();
        batch.number(any -> true);

        assertThat(batch.over()).containsExactly(crowded);
        assertThat(batch.places()).extracting(Batch.Row::waiting).containsExactly(placed);
    }

    /** Else they would be answered as committed where they stood when an earlier try failed. */
    @Test
    void whenAllAreTurnedAwayNobodyStandsAnywhere() {
        number();
        placed.shelf().lose();
        crowded.shelf().lose();
        batch.turnAway();

        assertThat(batch.over()).containsExactly(placed, crowded);
        assertThat(batch.all()).isEmpty();
        assertThat(batch.places()).isEmpty();
        assertThat(batch.rows()).isEmpty();
        assertThat(batch.values()).isEmpty();
    }

    private void number() {
        batch.all().forEach(waiting -> waiting.shelf().placed(PLACE));
        batch.number(any -> true);
    }

    private static Waiting waiting(String topic) {
        var publication =
                Publications.of(Principals.anyone(Principals.APPLICATION, "me"), topic, Publications.message("text"));
        var shelf = new Shelf(new Shelf.Key(Principals.APPLICATION, publication.topic()));
        return new Waiting(shelf, publication, Retention.ofSize(1).orState(true), new byte[0], sink(), 0);
    }

    private static MonoSink<Publication> sink() {
        var sinks = new ArrayList<MonoSink<Publication>>();
        Mono.<Publication>create(sinks::add).subscribe();
        return sinks.get(0);
    }
}
