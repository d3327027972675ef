package io.trunkline.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.bench.wire.LoadLoop;
import io.trunkline.bench.wire.MqttWire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A round finds out every way in which a server does not do what it should. */
class RoundTest {
    private static final Timing SHORT =
            new Timing(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMillis(300));
    private static final Load FAN_OUT = new Load(1, 3, 4, 64, false);

    private final LoadLoop loop = new LoadLoop();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    @Test
    void findsNothingWrongWithAnHonestServer() throws Exception {
        Outcome outcome = against(List::of, FAN_OUT, 0);

        assertThat(outcome.tally().clean()).isTrue();
        assertThat(outcome.deliveries()).isPositive();
        assertThat(outcome.p50()).isBetween(Duration.ofNanos(1), outcome.p99());
    }

    @Test
    void countsEachDeliveryThatNeverCame() throws Exception {
        Outcome outcome = against(n -> n == 5 || n == 9 ? List.of() : List.of(n), FAN_OUT, 0);

        assertThat(outcome.tally()).isEqualTo(new Tally(2 * 3, 0, 0, 0));
    }

    @Test
    void countsEachDeliveryThatCameTwice() throws Exception {
        Outcome outcome = against(n -> n == 5 ? List.of(5, 5) : n == 7 ? List.of(7, 5) : List.of(n), FAN_OUT, 0);

        assertThat(outcome.tally()).isEqualTo(new Tally(0, 2 * 3, 0, 0));
    }

    @Test
    void countsDeliveriesThatOvertookOthers() throws Exception {
        Outcome outcome = against(n -> n == 2 ? List.of() : n == 3 ? List.of(3, 2) : List.of(n), FAN_OUT, 0);

        assertThat(outcome.tally()).isEqualTo(new Tally(0, 0, 3, 0));
    }

    @Test
    void takesADeliveryForLateAndNotForLostWhenItComesAfterPatienceRanOut() throws Exception {
        Outcome outcome = against(n -> n == 0 ? List.of() : n == 6 ? List.of(6, 0) : List.of(n), FAN_OUT, 0);

        assertThat(outcome.tally().lost()).isZero();
        assertThat(outcome.tally().outOfOrder()).isEqualTo(3);
    }

    @Test
    void keepsGoingWhenEverythingIsLost() throws Exception {
        Outcome outcome = against(n -> List.of(), FAN_OUT, 0);

        assertThat(outcome.deliveries()).isZero();
        assertThat(outcome.tally().lost()).isGreaterThanOrEqualTo(4 * 3);
    }

    @Test
    void awaitsTheAcknowledgementAtQualityOne() throws Exception {
        Outcome outcome = against(List::of, new Load(5, 1, 10, 64, true), 1);

        assertThat(outcome.tally().clean()).isTrue();
        assertThat(outcome.deliveries()).isPositive();
    }

    @Test
    void countsAcknowledgementsWhereNobodyListens() throws Exception {
        Outcome outcome = against(List::of, Load.unheard(5, 10, 64), 1);

        assertThat(outcome.tally().clean()).isTrue();
        assertThat(outcome.deliveries()).isPositive();
        assertThat(outcome.p50()).isBetween(Duration.ofNanos(1), outcome.p99());
    }

    @Test
    void publishesNoMoreThanItsRate() throws Exception {
        Outcome outcome = against(List::of, Load.unheard(5, 10, 64).at(100), 1);

        assertThat(outcome.tally().clean()).isTrue();
        assertThat(outcome.deliveries())
                .isBetween(1L, Math.round(100 * outcome.elapsed().toNanos() / 1e9) + 10);
    }

    @Test
    void failsWhenALineIsRefused() {
        var nobody = new Target(
                new MqttWire(4, 0, "u", "p"), 1, ProcessHandle.current().pid());

        assertThatThrownBy(() -> Round.run(loop, FAN_OUT, nobody, SHORT)).isInstanceOf(ExecutionException.class);
    }

    private Outcome against(IntFunction<List<Integer>> lie, Load load, int qos) throws Exception {
        try (var broker = new LyingBroker(lie)) {
            var target = new Target(
                    new MqttWire(4, qos, "u", "p"),
                    broker.port(),
                    ProcessHandle.current().pid());
            return Round.run(loop, load, target, SHORT);
        }
    }
}
