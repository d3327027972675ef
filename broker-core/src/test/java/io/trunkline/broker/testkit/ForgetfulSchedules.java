package io.trunkline.broker.testkit;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.schedule.ScheduleStore;
import io.trunkline.broker.schedule.Scheduled;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A store that forgets at its process's end: what is to outlive it is refused. */
public final class ForgetfulSchedules implements ScheduleStore {
    @Override
    public Mono<Void> keep(Scheduled scheduled) {
        return Mono.error(() -> new Refused(Reason.UNSUPPORTED, "nothing durable is kept here"));
    }

    @Override
    public Mono<Void> drop(Scheduled scheduled) {
        return Mono.empty();
    }

    @Override
    public Flux<Scheduled> all() {
        return Flux.empty();
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        return Mono.empty();
    }
}
