package io.trunkline.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopicTalliesTest {
    private static final ApplicationId APP = new ApplicationId("0123456789abcdef0123456789abcdef");

    private final TopicTallies tallies = new TopicTallies(APP);

    @Test
    void countsByNameWhatIsNewSinceTheLastTake() {
        tallies.add("a", 10);
        tallies.add("a", 5);
        tallies.add("b", 0);

        assertThat(take()).containsExactlyInAnyOrder(counted("a", 2, 15), counted("b", 1, 0));
        assertThat(take()).isEmpty();
        tallies.add("b", 7);
        assertThat(take()).containsExactly(counted("b", 1, 7));
    }

    @Test
    void countsWhoComesWhenAllPlacesAreTakenAndLongNamesTogether() {
        IntStream.range(0, TopicCounted.MOST).forEach(n -> tallies.add("t" + n, 1));
        take();

        tallies.add("late", 3);
        tallies.add("x".repeat(TopicTallies.LONGEST + 1), 4);
        tallies.add("t0", 1);

        assertThat(take()).containsExactlyInAnyOrder(counted("t0", 1, 1), counted("", 2, 7));
    }

    @Test
    void givesThePlacesOfThoseWhoFellSilentToOthers() {
        IntStream.range(0, TopicCounted.MOST).forEach(n -> tallies.add("t" + n, 1));
        IntStream.rangeClosed(0, TopicTallies.IDLE_TAKES).forEach(n -> take());

        tallies.add("late", 3);

        assertThat(take()).containsExactly(counted("late", 1, 3));
    }

    private List<TopicCounted> take() {
        var heard = new ArrayList<TopicCounted>();
        tallies.take(heard::add);
        return heard;
    }

    private static TopicCounted counted(String topic, long ops, long bytes) {
        return new TopicCounted(APP, topic, ops, bytes);
    }
}
