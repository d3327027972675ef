package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.acceptance.Ledger.Stay;
import io.trunkline.acceptance.Reading.Heard;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    /** One after the other was tried and acknowledged. */
    @BeforeEach
    void threeArePublished() {
        publish("a", "e:1", 1);
        publish("b", null, 3);
        publish("c", "e:3", 5);
    }

    private void publish(String text, @Nullable String position, long time) {
        ledger.tried("t", text, time);
        assertThat(ledger.acknowledged(text, position, time + 1)).isEmpty();
    }

    /** As if it were of one epoch, from offset 1. */
    private static List<Heard> log(String... texts) {
        return IntStream.range(0, texts.length)
                .mapToObj(i -> new Heard(texts[i], "e:" + (i + 1)))
                .toList();
    }

    private List<String> faults(List<Heard> log) {
        return ledger.faults(Map.of("t", log));
    }

    @Test
    void whatFitsIsFine() {
        ledger.stayed(new Stay("reader", "t", "earliest", "resumed", log("a", "b")));
        ledger.stayed(new Stay("reader", "t", "e:2", "resumed", List.of(new Heard("c", "e:3"))));
        ledger.stayed(new Stay("reader", "t", "e:3", null, List.of()));

        assertThat(faults(log("a", "b", "c"))).isEmpty();
    }

    @Test
    void whatWasAcknowledgedAndIsNotThereIsLost() {
        assertThat(faults(log("a", "b"))).containsExactly("lost: c, acknowledged at e:3");
    }

    @Test
    void whatNobodyTriedIsInvented() {
        assertThat(faults(log("a", "b", "c", "d"))).containsExactly("invented on t: Heard[text=d, position=e:4]");
    }

    @Test
    void whatWasTriedOnAnotherTopicIsInvented() {
        ledger.tried("other", "d", 7);

        assertThat(faults(log("a", "b", "c", "d"))).containsExactly("invented on t: Heard[text=d, position=e:4]");
    }

    @Test
    void whatIsThereTwiceIsFound() {
        assertThat(faults(log("a", "b", "c", "b"))).contains("twice on t: Heard[text=b, position=e:4] and at e:2");
    }

    @Test
    void whatWasAcknowledgedBeforeTheNextWasTriedIsBeforeIt() {
        publish("d", null, 7);
        publish("e", null, 9);

        assertThat(faults(log("a", "b", "c", "e", "d")))
                .singleElement()
                .asString()
                .startsWith("out of order on t");
    }

    @Test
    void whatWasTriedAtTheSameTimeHasNoOrder() {
        ledger.tried("t", "d", 7);
        ledger.tried("t", "e", 8);
        ledger.acknowledged("d", null, 9);
        ledger.acknowledged("e", null, 10);

        assertThat(faults(log("a", "b", "c", "e", "d"))).isEmpty();
    }

    @Test
    void whatIsNotWhereItWasAcknowledgedIsFound() {
        publish("d", "e:9", 7);

        assertThat(faults(log("a", "b", "c", "d"))).containsExactly("d was acknowledged at e:9 and is at e:4");
    }

    @Test
    void whatIsAcknowledgedAtTwoPositionsIsFound() {
        assertThat(ledger.acknowledged("a", "e:4", 7)).containsExactly("a was acknowledged at e:1 and at e:4");
    }

    @Test
    void aGapInTheOffsetsIsFound() {
        var log = List.of(new Heard("a", "e:1"), new Heard("b", "e:2"), new Heard("c", "e:4"));

        assertThat(faults(log)).contains("t has Heard[text=c, position=e:4] where e:3 should be");
    }

    @Test
    void anotherEpochIsFound() {
        var log = List.of(new Heard("a", "e:1"), new Heard("b", "e:2"), new Heard("c", "f:3"));

        assertThat(faults(log)).contains("t has Heard[text=c, position=f:3] where e:3 should be");
    }

    @Test
    void whatWasGivenUpMayBeThereOrNot() {
        ledger.tried("t", "d", 7);
        ledger.givenUp("d");

        assertThat(faults(log("a", "b", "c"))).isEmpty();
        assertThat(faults(log("a", "b", "c", "d"))).isEmpty();
    }

    @Test
    void whatIsThereAndNobodyWasToldIsFound() {
        ledger.tried("t", "d", 7);

        assertThat(faults(log("a", "b", "c", "d"))).containsExactly("published and never acknowledged: d");
    }

    @Test
    void aReaderThatMissesSomethingIsFound() {
        ledger.stayed(new Stay("reader", "t", "e:1", "resumed", List.of(new Heard("c", "e:3"))));

        assertThat(faults(log("a", "b", "c"))).singleElement().asString().startsWith("reader on t since e:1 heard");
    }

    @Test
    void aReaderThatHearsSomethingTwiceIsFound() {
        ledger.stayed(new Stay("reader", "t", "earliest", "resumed", log("a", "a")));

        assertThat(faults(log("a", "b", "c"))).singleElement().asString().startsWith("reader on t since earliest");
    }

    @Test
    void aReaderThatHearsWhatIsNotInTheLogIsFound() {
        ledger.stayed(new Stay("reader", "t", "earliest", "resumed", log("a", "b", "c", "d")));

        assertThat(faults(log("a", "b", "c"))).singleElement().asString().endsWith("where the log has null");
    }

    @Test
    void aReaderThatLosesItsPlaceIsFound() {
        ledger.stayed(new Stay("reader", "t", "e:1", "lost", List.of()));

        assertThat(faults(log("a", "b", "c"))).containsExactly("reader was told lost since e:1");
    }
}
