package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.message.Position;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveTailTest {
    private final LiveTail tail =
            new LiveTail(new AtomicLong(), new Overflow.LetGo(new Position("old", 1), new Position("old", 7)));

    @Test
    void whatWasLetGoIsReadOnFor() {
        assertThat(tail.isBehindAGap(new Position("old", 6))).isTrue();
        assertThat(tail.isBehindAGap(new Position("old", 6))).isTrue();
        assertThat(tail.isBehindAGap(new Position("old", 7))).isFalse();
    }

    /** Else it would be read on for without end. */
    @Test
    void whatWasLetGoOfALogThatIsOverIsNotReadOnForTwice() {
        assertThat(tail.isBehindAGap(new Position("new", 1))).isTrue();
        assertThat(tail.isBehindAGap(new Position("new", 1))).isFalse();
    }
}
