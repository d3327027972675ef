package io.trunkline.gateway.identity;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Where key sets are published. */
@FunctionalInterface
interface KeySetSource {
    /**
     * What was fetched.
     *
     * @param goodFor how long it may be used without asking again, by the word of its publisher; null if nothing was said
     */
    record Fetched(KeySet keys, @Nullable Duration goodFor) {}

    /** Asks once; any error if there is no answer. */
    Mono<Fetched> fetch(URI address);
}
