package io.trunkline.mqtt;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.mqtt.SessionStore.Change;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Brings back the sessions that the process before this one has put down, whose client is there before the others. Those of applications that are not known yet wait
 * for them; after its start a node may for a while not know all.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a timer that fails is its loop's end, and then all has ended
final class Restoration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);

    private static final long STRANGENESS_HOURS = 1;
    private static final int AT_ONCE = 256;

    private final Map<String, SavedSession> strangers = new ConcurrentHashMap<>();
    private final Disposable.Composite lifelines = Disposables.composite();
    private final Sessions sessions;
    private final MqttPorts ports;
    private final Records records;
    private final Parcels parcels;
    private final Owed owed;

    Restoration(Sessions sessions, MqttPorts ports, Records records, Parcels parcels, Owed owed) {
        this.sessions = sessions;
        this.ports = ports;
        this.records = records;
        this.parcels = parcels;
        this.owed = owed;
    }

    /** What was put down. */
    private record Kept(List<SavedSession> sessions, ParcelStore.Kept parcels) {}

    /** Runs what is next once they are back; while they cannot be read, it is tried again. */
    void begin(Runnable next) {
        if (records.areKept()) {
            lifelines.add(ports.directory().changes().subscribe(this::known));
            lifelines.add(ports.store()
                    .all()
                    .collectList()
                    .zipWith(ports.parcels().read(), Kept::new)
                    .doOnError(fault -> LOG.warn("event=mqtt-sessions-not-read cause={}", fault.toString()))
                    .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
                            .maxBackoff(Duration.ofSeconds(5)))
                    .delayUntil(kept -> ports.directory().known())
                    .flatMap(this::restore)
                    .subscribe(count -> next.run(), fault -> LOG.error("event=mqtt-sessions-not-restored", fault)));
        } else {
            next.run();
        }
    }

    /** From now on each has its session back, be it before its turn; none of those that have begun anew. */
    private Mono<Long> restore(Kept kept) {
        var began = ports.clock().millis();
        var all = kept.sessions();
        owed.add(kept.parcels().parcels(), all);
        all.forEach(saved -> strangers.put(saved.id(), saved));
        return Flux.fromIterable(all)
                .flatMap(this::restored, AT_ONCE)
                .filter(back -> back)
                .count()
                .doOnNext(count -> {
                    records.open();
                    parcels.open(kept.parcels().first());
                    LOG.info(
                            "event=mqtt-sessions-restored sessions={} of={} waiting={} parcels={} millis={}",
                            count,
                            all.size(),
                            strangers.size(),
                            kept.parcels().parcels().size(),
                            ports.clock().millis() - began);
                    giveUpLater();
                });
    }

    private Mono<Boolean> restored(SavedSession saved) {
        return Mono.create(sink -> sessions.command(saved.id(), () -> sink.success(isBack(saved))));
    }

    private boolean isBack(SavedSession saved) {
        return isKnown(saved) && wake(saved.id());
    }

    private boolean isKnown(SavedSession saved) {
        return ports.directory().find(saved.owner().application()) != null;
    }

    /** Has a session back that waits, because its client or its application is there; on its loop. */
    boolean wake(String sessionId) {
        var saved = strangers.isEmpty() ? null : strangers.remove(sessionId);
        try {
            var back = saved != null && !records.has(sessionId) && sessions.revive(saved);
            if (saved != null) {
                owed.forget(sessionId);
            }
            return back;
        } catch (Refused no) {
            refused(saved, no.reason());
        } catch (RuntimeException fault) {
            LOG.error("event=mqtt-session-not-restored session={}", Caller.harmless(sessionId), fault);
        }
        return false;
    }

    /** By what may be old nobody is forgotten. */
    private void refused(SavedSession saved, Reason why) {
        LOG.debug("event=mqtt-session-not-restored session={} reason={}", Caller.harmless(saved.id()), why.code());
        if (!ports.directory().isCurrent()) {
            strangers.put(saved.id(), saved);
        } else if (why != Reason.SHUTDOWN) {
            forget(saved.id());
        }
    }

    private void forget(String sessionId) {
        records.put(new Change(sessionId, null));
        owed.forget(sessionId);
    }

    private void known(ApplicationId application) {
        strangers.values().stream()
                .filter(saved -> saved.owner().application().equals(application) && isKnown(saved))
                .forEach(saved -> sessions.command(saved.id(), () -> wake(saved.id())));
    }

    private void giveUpLater() {
        sessions.timers().next().schedule(this::giveUp, STRANGENESS_HOURS, TimeUnit.HOURS);
    }

    /** Their applications are gone, if it is known by now which there are. */
    private void giveUp() {
        if (!ports.directory().isCurrent()) {
            giveUpLater();
            return;
        }
        strangers
                .keySet()
                .forEach(id -> sessions.command(id, () -> {
                    if (strangers.remove(id) != null) {
                        forget(id);
                    }
                }));
    }

    @Override
    public void close() {
        lifelines.dispose();
    }
}
