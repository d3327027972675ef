package io.trunkline.gateway.forward;

import io.trunkline.broker.Arrival;
import io.trunkline.broker.Connection;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import io.trunkline.gateway.directory.Forwarder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** One forwarder at work: a line of the platform's own on which it hears inbound messages, and a courier who takes them out. */
final class ForwarderLine {
    private static final List<TopicFilter> INBOUND = List.of(TopicFilter.exact(Topic.of("secure/inbound")));

    private final Equipment equipment;
    private final ApplicationId application;
    private final Forwarder settings;
    private final Target target;
    private final Ledger ledger;
    private final Scheduler thread;
    private @Nullable Open open;
    private boolean over;

    private record Open(Connection connection, ForwardOutbox outbox, Courier courier) {}

    /**
     * Begins to listen.
     *
     * @throws RuntimeException where the configuration makes no target
     */
    ForwarderLine(Equipment equipment, ApplicationId application, Forwarder settings) {
        this.equipment = equipment;
        this.application = application;
        this.settings = settings;
        this.target = equipment.targets().of(application, settings);
        var letters = new DeadLetters(equipment.broker(), application, settings);
        this.ledger = new Ledger(application, settings, equipment.meter().of(settings.kind()), letters);
        this.thread = equipment.threads().one();
        open();
    }

    Forwarder settings() {
        return settings;
    }

    synchronized long waitingBytes() {
        return open == null ? 0 : open.outbox().waitingBytes();
    }

    private synchronized void open() {
        if (over) {
            return;
        }
        var events = new ForwardOutbox.Events(ledger::dropped, this::closed);
        var outbox = new ForwardOutbox(settings.bufferBytes(), equipment.place(), events);
        var principal = new Principal(application, "forwarder/" + settings.forwarderId(), Permissions.NONE);
        try {
            var connection =
                    equipment.broker().connect(Arrival.of(principal, outbox).standing(line -> INBOUND));
            var courier = new Courier(target, rules(), ledger, outbox::settled);
            open = new Open(connection, outbox, courier);
            outbox.drain().publishOn(thread, Courier.ahead(target)).subscribe(courier);
        } catch (Refused no) {
            closed(no.reason());
        }
    }

    private Courier.Rules rules() {
        return new Courier.Rules(
                settings.maxAttempts(), equipment.settings().answerWithin(), equipment.pauses(), thread);
    }

    /** Not by us, unless it is over: then it listens again, for as long as it is configured. */
    private synchronized void closed(Reason reason) {
        if (!over && reason != Reason.SHUTDOWN) {
            var pause = equipment.settings().reopenAfter().toMillis();
            thread.schedule(this::open, pause, TimeUnit.MILLISECONDS);
        }
    }

    /** Hears nothing more; completes when what waited has gone out, or the time for that is up. */
    Mono<Void> end() {
        var last = over();
        var gone = last == null
                ? Mono.<Void>empty()
                : last.courier().done().timeout(equipment.settings().farewell());
        return gone.onErrorResume(late -> Mono.fromRunnable(this::cut)).doFinally(end -> release());
    }

    private synchronized @Nullable Open over() {
        over = true;
        if (open != null) {
            open.connection().close(Reason.SHUTDOWN);
        }
        return open;
    }

    private synchronized void cut() {
        if (open != null) {
            open.courier().cancel();
            ledger.cut(open.outbox().waitingBytes());
        }
    }

    private synchronized void release() {
        if (open != null) {
            open.outbox().release();
        }
        thread.dispose();
        target.close();
    }
}
