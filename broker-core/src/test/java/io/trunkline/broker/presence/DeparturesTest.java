package io.trunkline.broker.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.testkit.Principals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeparturesTest {
    private static final int FEW = Departures.AT_ONCE;
    private static final int MOST = 20;

    private final List<String> told = new ArrayList<>();
    private final ArrayDeque<BooleanSupplier> asked = new ArrayDeque<>();
    private final Departures departures =
            new Departures(client -> told.add(client.subject()), (application, some) -> asked.add(some), MOST);

    private static Principal client(String subject) {
        return Principals.anyone(Principals.APPLICATION, subject);
    }

    private void leave(int from, int to) {
        IntStream.range(from, to).mapToObj(i -> client("" + i)).forEach(departures::begin);
    }

    private void room() {
        if (!asked.element().getAsBoolean()) {
            asked.remove();
        }
    }

    private static List<String> numbers(int to) {
        return IntStream.range(0, to).mapToObj(String::valueOf).toList();
    }

    @Test
    void theFirstFewAreToldAtOnceAndOthersAsThereIsRoom() {
        leave(0, 2 * FEW + 2);
        assertThat(told).containsExactlyElementsOf(numbers(FEW));
        room();
        assertThat(told).containsExactlyElementsOf(numbers(2 * FEW));
        room();
        assertThat(told).containsExactlyElementsOf(numbers(2 * FEW + 2));
        leave(2 * FEW + 2, 3 * FEW + 1);
        assertThat(told).containsExactlyElementsOf(numbers(3 * FEW));
        room();

        assertThat(told).containsExactlyElementsOf(numbers(3 * FEW + 1));
    }

    @Test
    void afterwardsAllIsAsAtFirst() {
        leave(0, FEW + 1);
        room();
        room();
        assertThat(asked).isEmpty();

        leave(FEW + 1, 3 * FEW);
        assertThat(told).containsExactlyElementsOf(numbers(2 * FEW + 1));
        assertThat(asked).hasSize(1);
    }

    @Test
    void anotherApplicationDoesNotWait() {
        leave(0, FEW + 1);
        departures.begin(Principals.anyone(Principals.OTHER_APPLICATION, "other"));

        assertThat(told).hasSize(FEW + 1).last().isEqualTo("other");
    }

    /** Else it would come before it went. */
    @Test
    void whoIsAboutToComeHasGone() {
        leave(0, FEW + 3);
        departures.begin(client("last"));
        departures.begin(client("last"));
        departures.hasten(client("last"));
        departures.hasten(client("nobody"));
        assertThat(told).hasSize(FEW + 2).endsWith("last", "last");

        room();
        assertThat(told).hasSize(FEW + 5).endsWith("" + FEW, "" + (FEW + 1), "" + (FEW + 2));
        room();
        assertThat(told).hasSize(FEW + 5);
        assertThat(asked).isEmpty();
    }

    /** To tell of all of it at once would be what is to be avoided. */
    @Test
    void aSubjectOfACrowdIsNotHastened() {
        leave(0, FEW);
        for (var i = 0; i <= FEW; i++) {
            departures.begin(client("crowd"));
        }
        departures.hasten(client("crowd"));
        assertThat(told).hasSize(FEW);

        room();
        departures.hasten(client("crowd"));
        assertThat(told).hasSize(2 * FEW + 1);
    }

    @Test
    void moreThanMayWaitAreToldAtOnce() {
        leave(0, FEW + MOST);
        assertThat(told).hasSize(FEW);
        leave(100, 103);
        assertThat(told).hasSize(FEW + 3).endsWith("100", "101", "102");

        room();
        assertThat(told).hasSize(2 * FEW + 3);
        leave(200, 200 + FEW);
        assertThat(told).hasSize(2 * FEW + 3);
    }

    @Test
    void allAreToldWhenItIsClosed() {
        leave(0, FEW + 5);
        departures.close();
        assertThat(told).containsExactlyElementsOf(numbers(FEW + 5));
        leave(FEW + 5, 3 * FEW);

        assertThat(told).containsExactlyElementsOf(numbers(3 * FEW));
        room();
        assertThat(told).hasSize(3 * FEW);
    }
}
