package io.trunkline.broker;

import io.trunkline.broker.LocalBroker.Ports;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.cursor.Cursors;
import java.time.Duration;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** What is kept of applications follows them: logs go by their rules, and with an application goes all that it has left. */
final class Keeping {
    /** What it is kept by may be away, as at a start; about a quarter of an hour. */
    private static final int TRIES = 20;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Ports ports;
    private final Deferral deferral;
    private final Cursors cursors;
    private final Scheduler scheduler;
    private final Consumer<Mono<Void>> running;

    /** @param running does something by the side, and says when it has failed for good */
    Keeping(Ports ports, Deferral deferral, Cursors cursors, Scheduler scheduler, Consumer<Mono<Void>> running) {
        this.ports = ports;
        this.deferral = deferral;
        this.cursors = cursors;
        this.scheduler = scheduler;
        this.running = running;
    }

    /** An application is there, is another one, or is gone. By what may be old no log ends. */
    void follow(ApplicationId application) {
        var policy = ports.directory().find(application);
        if (policy == null) {
            forget(deferral.forget(application));
            forget(ports.log().forget(application));
            forget(cursors.forget(application));
        } else if (ports.directory().isCurrent()) {
            running.accept(ports.log().keepBy(application, policy.topics()));
        }
    }

    private void forget(Mono<Void> work) {
        running.accept(work.retryWhen(
                Retry.backoff(TRIES, FIRST_PAUSE).maxBackoff(LONGEST_PAUSE).scheduler(scheduler)));
    }
}
