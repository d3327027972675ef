package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.testkit.Principals;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class FewAtOnceTest {
    private final FewAtOnce few = new FewAtOnce(2, work -> work.subscribe());
    private final List<String> begun = new ArrayList<>();
    private final List<Sinks.Empty<Void>> underWay = new ArrayList<>();

    private void add(ApplicationId application, String... names) {
        for (var name : names) {
            few.add(application, Mono.defer(() -> {
                var end = Sinks.<Void>empty();
                begun.add(name);
                underWay.add(end);
                return end.asMono();
            }));
        }
    }

    private void endFirst() {
        underWay.remove(0).tryEmitEmpty();
    }

    /** The other one's publishes were refused, for they waited behind all of the first's. */
    @Test
    void applicationsTakeTurns() {
        add(Principals.APPLICATION, "a1", "a2", "a3", "a4", "a5");
        add(Principals.OTHER_APPLICATION, "b1", "b2");
        assertThat(begun).containsExactly("a1", "a2");

        endFirst();
        endFirst();
        assertThat(begun).containsExactly("a1", "a2", "a3", "b1");
        endFirst();
        endFirst();
        endFirst();

        assertThat(begun).containsExactly("a1", "a2", "a3", "b1", "a4", "b2", "a5");
    }

    @Test
    void whatFailsMakesRoomForTheNext() {
        add(Principals.APPLICATION, "a1", "a2", "a3");

        underWay.get(0).tryEmitError(new IllegalStateException("no"));

        assertThat(begun).containsExactly("a1", "a2", "a3");
    }
}
