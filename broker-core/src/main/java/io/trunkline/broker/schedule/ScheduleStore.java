package io.trunkline.broker.schedule;

import io.trunkline.broker.access.ApplicationId;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where what is to be published later outlives the process. Calls return at once; work happens on subscription. */
public interface ScheduleStore {
    /** Completes when it is safe; fails with Refused UNAVAILABLE when it cannot be made so, UNSUPPORTED when it never can, and is then not there. */
    Mono<Void> keep(Scheduled scheduled);

    /** It was published, or never will be. */
    Mono<Void> drop(Scheduled scheduled);

    /** All that is kept, in the order in which it is due. */
    Flux<Scheduled> all();

    /** Drops all of an application. */
    Mono<Void> forget(ApplicationId application);
}
