package io.trunkline.gateway.forward;

import java.util.List;
import reactor.core.publisher.Mono;

/** Where parcels are sent to. */
interface Target extends AutoCloseable {

    /** How many parcels one call may take. */
    int most();

    /** Tries once; one outcome for each parcel, in order. An error is a try that failed for all of them and may work another time. */
    Mono<List<Outcome>> send(List<Parcel> parcels);

    @Override
    default void close() {}
}
