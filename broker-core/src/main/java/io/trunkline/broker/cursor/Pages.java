package io.trunkline.broker.cursor;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One read of the log at a time; who comes meanwhile waits for the same. */
final class Pages {
    private @Nullable Mono<Void> reading;

    /** @param next what is to be read, if nothing is being read */
    synchronized Mono<Void> read(Supplier<Mono<Void>> next) {
        var under = reading;
        if (under != null) {
            return under;
        }
        var made = next.get().doOnTerminate(this::over).cache();
        reading = made;
        return made;
    }

    private synchronized void over() {
        reading = null;
    }
}
