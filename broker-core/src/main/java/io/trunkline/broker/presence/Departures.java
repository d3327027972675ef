package io.trunkline.broker.presence;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Clients that have gone, by their applications. The first few are told of at once; where more go together, the rest wait until those who hear of it have
 * room. Nothing is told while the lock is held.
 */
final class Departures {
    /** As many as find room in half of a usual send buffer of 64 KB; a frame of news has little more than 1 KB. */
    static final int AT_ONCE = 16;

    private final Map<ApplicationId, Exodus> leaving = new HashMap<>();
    private final Map<Key, Set<Departure>> bySubject = new HashMap<>();
    private final Consumer<Principal> tell;
    private final Pace pace;
    private final int most;
    private int waiting;
    private boolean closed;

    private record Key(ApplicationId application, String subject) {
        static Key of(Principal client) {
            return new Key(client.application(), client.subject());
        }
    }

    /** The goings of one application since there was room. */
    private static final class Exodus {
        private final ArrayDeque<Departure> queue = new ArrayDeque<>(0);
        private int told;
    }

    private enum Turn {
        NOW,
        NOW_AND_FIRST,
        LATER
    }

    /**
     * @param tell publishes that a client has gone; does not wait, and does not fail
     * @param pace in which the rest is told, a few at a time
     * @param most of all that may wait; beyond that a going is told at once
     */
    Departures(Consumer<Principal> tell, Pace pace, int most) {
        this.tell = tell;
        this.pace = pace;
        this.most = most;
    }

    /** It has gone: tells so, at once or in its turn. */
    void begin(Principal client) {
        var departure = new Departure(client, tell);
        var turn = enter(departure);
        if (turn != Turn.LATER) {
            departure.tell();
        }
        if (turn == Turn.NOW_AND_FIRST) {
            pace.follow(client.application(), () -> tellSome(client.application()));
        }
    }

    private synchronized Turn enter(Departure departure) {
        var application = departure.client().application();
        var exodus = leaving.get(application);
        if (closed) {
            return Turn.NOW;
        }
        if (exodus == null) {
            exodus = new Exodus();
            exodus.told = 1;
            leaving.put(application, exodus);
            return Turn.NOW_AND_FIRST;
        }
        if (exodus.told < AT_ONCE || waiting >= most) {
            exodus.told++;
            return Turn.NOW;
        }
        add(exodus, departure);
        return Turn.LATER;
    }

    private void add(Exodus exodus, Departure departure) {
        exodus.queue.add(departure);
        bySubject
                .computeIfAbsent(Key.of(departure.client()), key -> new LinkedHashSet<>(2))
                .add(departure);
        waiting++;
    }

    /** False when nobody waits any more. */
    private boolean tellSome(ApplicationId application) {
        var some = take(application, AT_ONCE);
        tell(some);
        return !some.isEmpty();
    }

    private void tell(List<Departure> some) {
        some.forEach(Departure::tell);
        forget(some);
    }

    private synchronized List<Departure> take(ApplicationId application, int limit) {
        var taken = new ArrayList<Departure>();
        var exodus = leaving.get(application);
        if (exodus == null) {
            return taken;
        }
        while (taken.size() < limit && !exodus.queue.isEmpty()) {
            var next = exodus.queue.remove();
            waiting--;
            if (!next.isTold()) {
                taken.add(next);
            }
        }
        exodus.told = taken.size();
        if (taken.isEmpty()) {
            leaving.remove(application);
        }
        return taken;
    }

    /** Only now, for until it is told its subject may not be told to have come. */
    private synchronized void forget(List<Departure> told) {
        for (var departure : told) {
            bySubject.computeIfPresent(Key.of(departure.client()), (key, there) -> {
                there.remove(departure);
                return there.isEmpty() ? null : there;
            });
        }
    }

    /** Its subject is about to come, so it is told to have gone; but not a subject that is a crowd by itself, of which no line takes another's place. */
    void hasten(Principal client) {
        tell(ofSubject(client));
    }

    private synchronized List<Departure> ofSubject(Principal client) {
        var found = bySubject.isEmpty() ? null : bySubject.get(Key.of(client));
        return found == null || found.size() > AT_ONCE ? List.of() : List.copyOf(found);
    }

    /** Tells at once of all who wait, and of those to come. */
    void close() {
        tell(all());
    }

    private synchronized List<Departure> all() {
        closed = true;
        return List.copyOf(leaving.keySet()).stream()
                .flatMap(application -> end(application).stream())
                .toList();
    }

    private synchronized List<Departure> end(ApplicationId application) {
        var rest = take(application, Integer.MAX_VALUE);
        leaving.remove(application);
        return rest;
    }
}
