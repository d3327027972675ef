package io.trunkline.gateway.history;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** What others have to do in a writer's place. Anybody may ask, only the writer takes. */
final class Errands {
    private final Queue<Errand> queue = new ConcurrentLinkedQueue<>();

    record Errand(Function<Sender, Mono<Void>> work, MonoSink<Void> sink) {}

    /** Completes when it is done; fails at once when it is of no use. */
    Mono<Void> ask(Function<Sender, Mono<Void>> work, BooleanSupplier isOfNoUse, Runnable wake) {
        return Mono.create(sink -> {
            if (isOfNoUse.getAsBoolean()) {
                sink.error(Faults.unavailable());
                return;
            }
            queue.add(new Errand(work, sink));
            wake.run();
        });
    }

    @Nullable
    Errand take() {
        return queue.poll();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }
}
