package io.trunkline.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class InFlightTest {
    private static final byte[] FRAME = new byte[10];

    private final List<String> said = new ArrayList<>();
    private final InFlight inFlight = new InFlight(Runnable::run, new InFlight.Answers() {
        @Override
        public void taken(Receipt receipt) {
            said.add(receipt.id());
        }

        @Override
        public void refused(Throwable fault, byte[] frame) {
            said.add("no");
        }
    });

    private static Sinks.One<Receipt> settleable() {
        return Sinks.one();
    }

    private static void settle(Sinks.One<Receipt> publish, String id) {
        publish.tryEmitValue(new Receipt(id, Instant.EPOCH, null, 0, false, null))
                .orThrow();
    }

    private AtomicBoolean added(Sinks.One<Receipt> publish, byte[] frame, boolean placed) {
        return done(inFlight.add(frame, publish.asMono(), placed));
    }

    private static AtomicBoolean done(Mono<Void> waiting) {
        var done = new AtomicBoolean();
        waiting.subscribe(nothing -> {}, fault -> {}, () -> done.set(true));
        return done;
    }

    private List<Sinks.One<Receipt>> publishes(int many) {
        return Stream.generate(InFlightTest::settleable).limit(many).toList();
    }

    @Test
    void answersInTheOrderOfTheFramesWhateverIsSettledFirst() {
        var publishes = publishes(3);
        publishes.forEach(publish -> assertThat(added(publish, FRAME, true)).isTrue());

        settle(publishes.get(2), "c");
        publishes.get(1).tryEmitError(new Refused(Reason.UNAVAILABLE)).orThrow();
        assertThat(said).isEmpty();
        settle(publishes.get(0), "a");

        assertThat(said).containsExactly("a", "no", "c");
        assertThat(inFlight.isEmpty()).isTrue();
    }

    @Test
    void aFullWindowHasRoomAgainWhenHalfOfItIsAnswered() {
        var publishes = publishes(InFlight.MOST);
        publishes.stream()
                .limit(InFlight.MOST - 1)
                .forEach(publish -> assertThat(added(publish, FRAME, true)).isTrue());
        var room = added(publishes.get(InFlight.MOST - 1), FRAME, true);

        publishes.stream().limit(InFlight.MOST / 2 - 1).forEach(publish -> settle(publish, ""));
        assertThat(room).isFalse();
        settle(publishes.get(InFlight.MOST / 2 - 1), "");
        assertThat(room).isTrue();
    }

    @Test
    void theWindowCountsBytesToo() {
        var publishes = publishes(2);
        assertThat(added(publishes.get(0), new byte[InFlight.MOST_BYTES - 1], true))
                .isTrue();
        var room = added(publishes.get(1), FRAME, true);

        assertThat(room).isFalse();
        settle(publishes.get(0), "");
        assertThat(room).isTrue();
    }

    @Test
    void behindOneThatHasNoPlaceYetTheNextWaitsForAll() {
        var publishes = publishes(2);
        added(publishes.get(0), FRAME, true);
        var next = added(publishes.get(1), FRAME, false);

        settle(publishes.get(0), "a");
        assertThat(next).isFalse();
        settle(publishes.get(1), "b");
        assertThat(next).isTrue();
        assertThat(added(settleable(), FRAME, true)).isTrue();
    }

    @Test
    void behindOneThatIsRefusedTheNextWaitsForAll() {
        var first = settleable();
        added(first, FRAME, true);
        var next = done(inFlight.add(FRAME, Mono.error(new Refused(Reason.RESERVED_TOPIC)), false));

        assertThat(next).isFalse();
        assertThat(said).isEmpty();
        settle(first, "a");
        assertThat(next).isTrue();
        assertThat(said).containsExactly("a", "no");
    }

    @Test
    void whatIsDoneAtOnceWaitsForItsTurnAlone() {
        var first = settleable();
        added(first, FRAME, true);
        var receipt = new Receipt("b", Instant.EPOCH, null, 0, false, null);

        assertThat(done(inFlight.add(FRAME, Mono.just(receipt), false))).isTrue();
        settle(first, "a");
        assertThat(said).containsExactly("a", "b");
    }

    @Test
    void itIsOverWhenAllAreAnswered() {
        var first = settleable();
        assertThat(done(inFlight.over())).isTrue();
        added(first, FRAME, true);
        var over = done(inFlight.over());

        assertThat(over).isFalse();
        settle(first, "a");
        assertThat(over).isTrue();
    }
}
