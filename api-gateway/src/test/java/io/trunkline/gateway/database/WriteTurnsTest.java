package io.trunkline.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class WriteTurnsTest {
    private static final int MOST = 3;

    private final List<String> written = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final WriteTurns<String> turns = new WriteTurns<>(Few::new);
    private Sinks.Empty<Void> answer = Sinks.empty();
    private boolean held;

    private final class Few implements WriteTurns.Batch<String> {
        private final List<String> changes = new ArrayList<>();

        @Override
        public boolean add(String change) {
            return changes.size() < MOST && changes.add(change);
        }

        @Override
        public Mono<Void> write() {
            return doing(String.join(" ", changes));
        }
    }

    private Mono<Void> doing(String what) {
        return Mono.defer(() -> {
            written.add(what);
            answer = Sinks.empty();
            return held ? answer.asMono() : Mono.empty();
        });
    }

    private void write(String change) {
        tell(turns.write(change), change);
    }

    private void tell(Mono<Void> work, String name) {
        work.subscribe(none -> {}, fault -> told.add(name + " " + fault.getMessage()), () -> told.add(name));
    }

    private void answer() {
        answer.tryEmitEmpty();
    }

    @Test
    void whatComesDuringAWriteIsTheNextTogether() {
        held = true;
        List.of("a", "b", "c").forEach(this::write);
        assertThat(written).containsExactly("a");

        answer();
        assertThat(written).containsExactly("a", "b c");
        assertThat(told).containsExactly("a");
        answer();

        assertThat(told).containsExactly("a", "b", "c");
    }

    @Test
    void aWriteTakesWhatItHasRoomForAndTheNextTheRest() {
        held = true;
        List.of("a", "b", "c", "d", "e").forEach(this::write);
        held = false;

        answer();

        assertThat(written).containsExactly("a", "b c d", "e");
        assertThat(told).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void whatIsDoneAloneStandsBetweenThoseBeforeAndThoseAfter() {
        held = true;
        write("a");
        write("b");
        tell(turns.alone(doing("alone")), "alone");
        write("c");
        held = false;

        answer();

        assertThat(written).containsExactly("a", "b", "alone", "c");
        assertThat(told).containsExactly("a", "b", "alone", "c");
    }

    @Test
    void whatFailsIsToldToAllOfItAndToNobodyElse() {
        held = true;
        List.of("a", "b", "c").forEach(this::write);
        answer();
        write("d");
        held = false;

        answer.tryEmitError(new IllegalStateException("no"));

        assertThat(told).containsExactly("a", "b no", "c no", "d");
    }

    @Test
    void whoGivesUpIsWrittenNevertheless() {
        held = true;
        write("a");
        turns.write("b").subscribe().dispose();
        held = false;

        answer();

        assertThat(written).containsExactly("a", "b");
    }

    @Test
    void tenThousandAreDoneOneAfterTheOther() {
        held = true;
        write("a");
        IntStream.range(0, 10_000).forEach(i -> tell(turns.alone(doing("alone")), "alone"));
        held = false;

        answer();

        assertThat(told).hasSize(10_001);
    }
}
