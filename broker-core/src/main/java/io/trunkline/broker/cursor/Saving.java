package io.trunkline.broker.cursor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Saves a cursor's progress: one save at a time, and all who come meanwhile share the next. */
final class Saving {
    private static final Logger LOG = LoggerFactory.getLogger(Saving.class);

    /** What nobody waits for is saved after this, with all that comes meanwhile; what failed, after the longer one. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final CursorPorts ports;
    private final Supplier<List<Progress>> changed;
    private final Consumer<List<Progress>> unsaved;
    private final Target target;
    private final Alarm alarm;
    private final long begin;
    private List<MonoSink<Void>> waiting = new ArrayList<>();
    private boolean saving;
    private boolean over;

    /** Which cursor it is of. */
    record Target(CursorId id, String filter) {}

    /**
     * @param changed takes what is to be saved
     * @param unsaved takes back what could not be
     */
    Saving(CursorPorts ports, Target target, Supplier<List<Progress>> changed, Consumer<List<Progress>> unsaved) {
        this.ports = ports;
        this.target = target;
        this.changed = changed;
        this.unsaved = unsaved;
        this.begin = ports.time().ticker().getAsLong();
        this.alarm = new Alarm(
                ports.time().scheduler(), this::now, () -> ports.host().run(save().onErrorComplete()));
    }

    private long now() {
        return ports.time().ticker().getAsLong() - begin;
    }

    /** What has changed is saved before long, without anybody's waiting for it. */
    void soon() {
        alarm.set(now() + SOON.toNanos());
    }

    /** Nothing is saved by itself any more. */
    void rest() {
        alarm.end();
    }

    /** Completes when all that had changed before is saved, whether or not anybody waits for it. */
    Mono<Void> save() {
        return Mono.create(this::enter);
    }

    private void enter(MonoSink<Void> sink) {
        if (isFirst(sink)) {
            ports.host().run(Mono.defer(this::saveNow).repeat(this::goesOn).then());
        }
    }

    private synchronized boolean isFirst(MonoSink<Void> sink) {
        waiting.add(sink);
        var first = !saving;
        saving = true;
        return first;
    }

    private synchronized boolean goesOn() {
        saving = !waiting.isEmpty();
        return saving;
    }

    private synchronized List<MonoSink<Void>> take() {
        var taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    /** Nothing is saved any more: it is to be forgotten. What is under way ends first: then this completes. */
    Mono<Void> end() {
        synchronized (this) {
            over = true;
        }
        return save();
    }

    private synchronized boolean isOver() {
        return over;
    }

    private Mono<Void> saveNow() {
        var told = take();
        if (isOver()) {
            told.forEach(MonoSink::success);
            return Mono.empty();
        }
        var progress = changed.get();
        return ports.store()
                .save(target.id(), new CursorStore.Saved(target.filter(), progress))
                .doOnSuccess(done -> told.forEach(MonoSink::success))
                .onErrorResume(fault -> {
                    LOG.warn(
                            "cursor not saved application={} cause={}",
                            target.id().application(),
                            fault.toString());
                    unsaved.accept(progress);
                    alarm.set(now() + PAUSE.toNanos());
                    told.forEach(sink -> sink.error(fault));
                    return Mono.empty();
                });
    }
}
