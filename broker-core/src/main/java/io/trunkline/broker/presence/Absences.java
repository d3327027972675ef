package io.trunkline.broker.presence;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** Clients that are gone and may be back in time, by their subjects; of several lines of one subject the first to go is the first to be back. */
final class Absences {
    private final Map<Key, ArrayDeque<Absence>> absent = new ConcurrentHashMap<>();
    private final Scheduler scheduler;
    private final Consumer<Principal> over;

    private record Key(ApplicationId application, String subject) {
        static Key of(Principal client) {
            return new Key(client.application(), client.subject());
        }
    }

    private record Absence(Principal client, Disposable.Swap timer) {}

    /** @param over takes those who were not back in time */
    Absences(Scheduler scheduler, Consumer<Principal> over) {
        this.scheduler = scheduler;
        this.over = over;
    }

    void begin(Principal client, Duration grace) {
        var absence = new Absence(client, Disposables.swap());
        absent.compute(Key.of(client), (key, there) -> {
            var grown = there == null ? new ArrayDeque<Absence>(1) : there;
            grown.add(absence);
            return grown;
        });
        absence.timer().update(scheduler.schedule(() -> end(absence), grace.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** The one who is back with this client, or null if nobody of its subject was away. */
    @Nullable
    Principal end(Principal client) {
        if (absent.isEmpty()) {
            return null;
        }
        var back = new ArrayDeque<Absence>(1);
        absent.computeIfPresent(Key.of(client), (key, there) -> {
            back.add(there.remove());
            return there.isEmpty() ? null : there;
        });
        var first = back.peek();
        if (first == null) {
            return null;
        }
        first.timer().dispose();
        return first.client();
    }

    private void end(Absence absence) {
        var late = new ArrayDeque<Absence>(1);
        absent.computeIfPresent(Key.of(absence.client()), (key, there) -> {
            if (there.remove(absence)) {
                late.add(absence);
            }
            return there.isEmpty() ? null : there;
        });
        late.forEach(one -> over.accept(one.client()));
    }

    void close() {
        absent.values().stream()
                .flatMap(there -> there.stream().toList().stream())
                .toList()
                .forEach(absence -> {
                    absence.timer().dispose();
                    end(absence);
                });
    }
}
