package io.trunkline.gateway.cursor;

import io.r2dbc.spi.Readable;
import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.Plain;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;

/** Numbers the saves of cursors: each is greater than all before it, than those of processes that began before, and than any that was seen. */
final class SaveNumbers {
    private static final String BASE = "select nextval('gateway.cursor_save_base') << 40";
    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    private final AtomicLong last = new AtomicLong();
    private final Mono<Long> base;

    SaveNumbers(Database database) {
        this.base = database.with(connection -> Plain.ask(connection, BASE, result -> result.map(SaveNumbers::number)))
                .next()
                .cache(number -> FOR_EVER, fault -> Duration.ZERO, () -> Duration.ZERO);
    }

    private static Long number(Readable row) {
        return Objects.requireNonNull(row.get(0, Long.class));
    }

    /** Of a save that is begun now, whenever it is carried out. */
    Mono<Long> next() {
        var number = last.incrementAndGet();
        return base.map(from -> from + number);
    }

    /** The newest of a cursor, be it another process'. */
    Mono<Void> saw(long number) {
        return base.doOnNext(from -> last.accumulateAndGet(number - from, Math::max))
                .then();
    }
}
