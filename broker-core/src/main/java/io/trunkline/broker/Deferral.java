package io.trunkline.broker;

import io.trunkline.broker.LocalBroker.Ports;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.schedule.Schedule;
import io.trunkline.broker.schedule.Scheduled;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Admitted messages with a delay: accepted now, published when they are due. */
final class Deferral implements Disposable {
    private static final Logger LOG = LoggerFactory.getLogger(Deferral.class);

    /** Before what could not be published is tried again. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** After its start a node may for so long not know all applications. */
    private static final Duration STRANGENESS = Duration.ofHours(1);

    private static final Set<Reason> PASSING = Set.of(Reason.UNAVAILABLE, Reason.OVERLOADED);

    private final Ports ports;
    private final Surroundings surroundings;
    private final Ids ids;
    private final BiFunction<Publication, Retention, Mono<Receipt>> publishing;
    private final Schedule schedule;
    private final Leftovers leftovers;
    private final long begun;
    private volatile boolean ended;

    /**
     * With nothing deferred yet.
     *
     * @param publishing records and announces
     * @param running sees to it that what is due is published, and what that needs is done
     */
    Deferral(
            Ports ports,
            Surroundings surroundings,
            Ids ids,
            BiFunction<Publication, Retention, Mono<Receipt>> publishing,
            Consumer<Mono<Void>> running) {
        this.ports = ports;
        this.surroundings = surroundings;
        this.ids = ids;
        this.publishing = publishing;
        this.leftovers = new Leftovers(new Recall(ports, surroundings.clock()), surroundings.scheduler(), running);
        this.schedule =
                new Schedule(surroundings.ticker(), surroundings.scheduler(), due -> running.accept(publish(due)));
        this.begun = surroundings.ticker().getAsLong();
    }

    /**
     * Has it published when the delay is over. What is durable is accepted once it is safe, and then is, whether or not anybody still waits for the answer.
     *
     * @throws Refused LIMIT_REACHED or OVERLOADED when too much waits already
     */
    Mono<Receipt> accept(ApplicationPolicy policy, Publication admitted, Duration delay) {
        var due = admitted.time().plus(delay);
        var durable = policy.topics().of(admitted.topic()).durable();
        var key = ids.message();
        var one = new Scheduled(key, durable ? named(admitted, key) : admitted, due, durable);
        schedule.reserve(one);
        ports.listener().deferred(admitted, due);
        if (!durable) {
            schedule.after(delay, one);
            return Mono.just(Receipt.later(admitted, due));
        }
        return ports.schedules()
                .keep(one)
                .doOnError(fault -> schedule.release(one))
                .then(Mono.fromSupplier(() -> {
                    schedule.after(delay, one);
                    return Receipt.later(admitted, due);
                }))
                .cache();
    }

    /** By this name it is found in the log, if the process ends between its publishing and its removal. */
    private static Publication named(Publication admitted, String key) {
        var stamp = new Stamp(admitted.id(), admitted.time(), admitted.origin());
        var message = admitted.message().withIdempotencyKey(IdempotencyKey.scheduled(key));
        return new Publication(stamp, admitted.publisher(), admitted.topic(), message);
    }

    /** Has published what waited when this node, or the one before it, ended: late where it was due meanwhile. */
    Mono<Void> restore() {
        return ports.schedules()
                .all()
                .filter(one -> !one.publication().origin().equals(surroundings.node()))
                .collectList()
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1))
                        .maxBackoff(Duration.ofSeconds(30))
                        .scheduler(surroundings.scheduler()))
                .delayUntil(all -> ports.directory().known())
                .doOnNext(this::resume)
                .then();
    }

    /** All by one look at the clock, so that what is due at the same time stays in order; and none is due before it is known of all which may have been. */
    private void resume(List<Scheduled> all) {
        var now = surroundings.clock().instant();
        all.stream().filter(one -> !one.due().isAfter(now.plus(Recall.SLACK))).forEach(leftovers::add);
        all.forEach(one -> resume(one, Duration.between(now, one.due())));
    }

    /** The clock may have been set meanwhile: what is due soon may have been due already, and nothing is due later than the longest delay from now. */
    private void resume(Scheduled one, Duration left) {
        schedule.occupy(one);
        if (left.isNegative()) {
            schedule.after(Duration.ZERO, one.late(left.negated()));
        } else {
            schedule.after(left.compareTo(Admission.LONGEST_DELAY) < 0 ? left : Admission.LONGEST_DELAY, one);
        }
    }

    private Mono<Void> publish(Scheduled one) {
        var since = surroundings.ticker().getAsLong();
        var policy = ports.directory().find(one.application());
        if (policy == null) {
            return Mono.defer(() -> isEarly() ? again(one, since) : refused(one, Reason.UNKNOWN_APPLICATION));
        }
        if (!policy.enabled()) {
            return ports.directory().isCurrent() ? refused(one, Reason.APPLICATION_DISABLED) : again(one, since);
        }
        return leftovers
                .isPublished(policy, one)
                .filter(there -> !there)
                .flatMap(missing -> publishing.apply(
                        stamped(one), policy.topics().of(one.publication().topic())))
                .then(done(one))
                .onErrorResume(fault -> failed(one, fault, since));
    }

    private boolean isEarly() {
        return !ports.directory().isCurrent() || surroundings.ticker().getAsLong() - begun < STRANGENESS.toNanos();
    }

    /** It has its id since it was admitted, and its time from now on. */
    private Publication stamped(Scheduled one) {
        var admitted = one.publication();
        var stamp = new Stamp(admitted.id(), surroundings.clock().instant(), surroundings.node());
        return new Publication(stamp, admitted.publisher(), admitted.topic(), admitted.message());
    }

    private Mono<Void> failed(Scheduled one, Throwable fault, long since) {
        if (fault instanceof Refused no) {
            return one.durable() && PASSING.contains(no.reason()) ? again(one, since) : refused(one, no.reason());
        }
        LOG.error("delayed message not published application={}", one.application(), fault);
        return refused(one, Reason.UNAVAILABLE);
    }

    private Mono<Void> refused(Scheduled one, Reason reason) {
        tell(one, reason);
        return done(one);
    }

    private void tell(Scheduled one, Reason reason) {
        var admitted = one.publication();
        ports.listener().refused(one.application(), reason);
        ports.listener().refusedPublish(admitted.publisher(), admitted.topic(), admitted.message(), reason);
    }

    /** Its expiry counts from when it was due, however often it is tried. */
    private Mono<Void> again(Scheduled one, long since) {
        return Mono.fromRunnable(() -> {
            var passed = Duration.ofNanos(surroundings.ticker().getAsLong() - since);
            schedule.after(PAUSE, one.late(passed.plus(PAUSE)));
        });
    }

    /** What could not be dropped would be published again after a restart, once the history has forgotten it; so it takes its room until it is dropped. */
    private Mono<Void> done(Scheduled one) {
        var over = Mono.<Void>fromRunnable(() -> schedule.release(one));
        return one.durable() ? dropped(one).then(over) : over;
    }

    private Mono<Void> dropped(Scheduled one) {
        return ports.schedules()
                .drop(one)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1))
                        .maxBackoff(Duration.ofSeconds(30))
                        .filter(fault -> !ended)
                        .scheduler(surroundings.scheduler()))
                .onErrorResume(fault -> {
                    LOG.warn(
                            "delayed message not dropped application={} cause={}", one.application(), fault.toString());
                    return Mono.empty();
                });
    }

    /** Nothing of an application is published any more. */
    Mono<Void> forget(ApplicationId application) {
        schedule.forget(application).forEach(one -> tell(one, Reason.UNKNOWN_APPLICATION));
        return ports.schedules().forget(application);
    }

    @Override
    public void dispose() {
        ended = true;
        schedule.dispose();
    }
}
