package io.trunkline.gateway.forward;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.gateway.directory.Forwarder;
import io.trunkline.gateway.outgoing.ForbiddenAddress;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Writes down what becomes of one forwarder's parcels: in counters, in the log when it begins or ceases to fail, and as dead letters. */
final class Ledger {
    private static final Logger log = LoggerFactory.getLogger(Ledger.class);

    private final ApplicationId application;
    private final Forwarder settings;
    private final ForwardMeter.Counters counters;
    private final DeadLetters deadLetters;
    private boolean failing;

    Ledger(ApplicationId application, Forwarder settings, ForwardMeter.Counters counters, DeadLetters deadLetters) {
        this.application = application;
        this.settings = settings;
        this.counters = counters;
        this.deadLetters = deadLetters;
    }

    void delivered() {
        counters.delivered().increment();
        if (failing) {
            failing = false;
            log.info("forwarder recovered: {}", this);
        }
    }

    void retried(String reason) {
        counters.retried().increment();
        failing(reason);
    }

    Mono<Void> givenUp(Parcel parcel, String reason, int attempts) {
        counters.dead().increment();
        failing(reason);
        return deadLetters.publish(parcel, reason, attempts);
    }

    void dropped() {
        counters.dropped().increment();
    }

    /** The outcomes of a try that brought no answer. An error's own words are left out: they may quote an address, or more. */
    List<Outcome> failed(Throwable error, int count) {
        log.debug("forward failed: {} cause={}", this, error.toString());
        if (ForbiddenAddress.isBehind(error)) {
            counters.notAllowed().increment(count);
            return Collections.nCopies(count, Outcome.NOT_ALLOWED);
        }
        var reason = error instanceof TimeoutException ? "no answer in time" : "unreachable";
        return Collections.nCopies(count, Outcome.again(reason));
    }

    /** What waited did not go out in time. */
    void cut(long waitingBytes) {
        log.warn("forwarder ended before its messages went out: {} bytes={}", this, waitingBytes);
    }

    void fault(Throwable fault) {
        log.error("forwarder failed: {}", this, fault);
    }

    private void failing(String reason) {
        if (!failing) {
            failing = true;
            log.warn("forwarder fails: {} reason={}", this, reason);
        }
    }

    /** As log lines name it. */
    @Override
    public String toString() {
        return "application=" + application.value() + " forwarder=" + settings.forwarderId() + " kind="
                + settings.kind();
    }
}
