package io.trunkline.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class UpkeepQueueTest {
    private static final ApplicationId GREEDY = new ApplicationId("greedy");

    private final List<ApplicationId> served = new ArrayList<>();
    private final Sinks.Empty<Void> slow = Sinks.empty();
    private final UpkeepQueue queue = new UpkeepQueue(this::care);

    private Mono<Void> care(ApplicationId application) {
        served.add(application);
        return application.equals(GREEDY)
                        && served.stream().filter(GREEDY::equals).count() == 1
                ? slow.asMono()
                : Mono.empty();
    }

    @Test
    void oneThatAsksAllTheTimeTakesOnePlace() {
        queue.served(2).subscribe();
        IntStream.range(0, 100).forEach(i -> queue.add(GREEDY));

        queue.add(new ApplicationId("other"));
        queue.add(new ApplicationId("another"));

        assertThat(served).containsExactly(GREEDY, new ApplicationId("other"), new ApplicationId("another"));
    }

    @Test
    void whoAskedAgainMeanwhileIsServedOnceMore() {
        queue.served(2).subscribe();
        IntStream.range(0, 100).forEach(i -> queue.add(GREEDY));

        slow.tryEmitEmpty();

        assertThat(served).containsExactly(GREEDY, GREEDY);
        queue.add(GREEDY);
        assertThat(served).hasSize(3);
    }

    @Test
    void waitsNoMoreThanOnce() {
        IntStream.range(0, 100).forEach(i -> queue.add(GREEDY));
        slow.tryEmitEmpty();

        queue.served(1).subscribe();

        assertThat(served).containsExactly(GREEDY);
    }

    @Test
    void servesAnyNumber() {
        queue.served(1).subscribe();

        IntStream.range(0, 10_000).forEach(i -> queue.add(new ApplicationId("a" + i)));

        assertThat(served).hasSize(10_000);
    }
}
