package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.testkit.MemoryBus;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TwoNodesTest {
    private final MemoryBus bus = new MemoryBus();
    private final BrokerStage here = new BrokerStage("0000000a", bus.of("0000000a"));
    private final BrokerStage there = new BrokerStage("0000000b", bus.of("0000000b"));

    @Test
    void whatIsPublishedOnOneNodeIsHeardOnBothOnceAndInOrder() {
        var near = here.reader(Principals.anyone()).to("main");
        var far = there.reader(Principals.anyone()).to("#");
        var texts = IntStream.range(0, 50).mapToObj(i -> "m" + i).toList();

        texts.forEach(text -> here.publish("main", text));

        assertThat(near.heard()).isEqualTo(texts);
        assertThat(far.heard()).isEqualTo(texts);
    }

    @Test
    void whatWasHeardFromTheBusIsNeverAnnouncedAgain() {
        there.reader(Principals.anyone()).to("main");

        here.publish("main", "1");

        assertThat(bus.announced()).extracting(Publications::text).containsExactly("1");
        assertThat(bus.announced().get(0).origin()).isEqualTo("0000000a");
    }

    @Test
    void refusedPublicationsAreNotAnnounced() {
        here.refuses(Reason.FORBIDDEN_PUBLISH, Principals.nobody(), "main", Publications.message("m"));

        assertThat(bus.announced()).isEmpty();
    }

    @Test
    void applicationsDoNotMeetAcrossNodesEither() {
        var far = there.reader(Principals.anyone(Principals.OTHER_APPLICATION, "x"))
                .to("#");

        here.publish("main", "1");

        assertThat(far.heard()).isEmpty();
    }

    @Test
    void aNodeThatIsDownHearsNothingMore() {
        there.broker.dispose();

        here.publish("main", "1");

        assertThat(there.listener.told("published")).isEmpty();
    }
}
