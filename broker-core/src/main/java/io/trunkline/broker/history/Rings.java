package io.trunkline.broker.history;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/** The logs of one application's topics in memory, bounded in number and in bytes. What they complete, they complete in turn for each topic. */
final class Rings implements Ring.Room {
    /** To look at every topic costs too much for each publication that finds no room. */
    private static final long PAUSE_MILLIS = 5_000;

    private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicInteger forgotten = new AtomicInteger();
    private final AtomicLong trimmed = new AtomicLong();
    private final AtomicLong cleared = new AtomicLong();
    private final InstantSource clock;
    private final String epoch;
    private final MemoryTopicLog.Bounds bounds;
    /** What topics remember; null until that was said, and then any may. */
    private volatile @Nullable TopicRules rules;

    /** A topic's log, and the turns in which what is appended there is taken. */
    private record Shelf(Ring ring, Turns turns) {}

    /**
     * What is done in a publication's turn.
     *
     * @param first before it is placed; what that refuses is not
     * @param then when it has its place
     * @param taker hears of it last
     */
    record Turn(Runnable first, Consumer<Publication> then, MonoSink<Publication> taker) {}

    Rings(InstantSource clock, String epoch, MemoryTopicLog.Bounds bounds) {
        this.clock = clock;
        this.epoch = epoch;
        this.bounds = bounds;
    }

    /**
     * Places a publication when it is its turn, and tells the taker.
     *
     * @throws io.trunkline.broker.refusal.Refused LIMIT_REACHED for one topic more than there may be
     */
    void append(Publication publication, Retention retention, Turn turn) {
        if (taken.get() > bounds.historyBytes() / 2) {
            forgetWhatIsTooOld();
        }
        var shelf = shelf(publication.topic());
        if (shelf == null) {
            take(turn, () -> publication);
        } else {
            shelf.turns().run(() -> take(turn, () -> place(shelf, publication, retention)));
        }
    }

    private static void take(Turn turn, Supplier<Publication> placing) {
        try {
            turn.first().run();
            var placed = placing.get();
            turn.then().accept(placed);
            turn.taker().success(placed);
        } catch (RuntimeException no) {
            turn.taker().error(no);
        }
    }

    /** Topics on which nothing is published or read keep no room from others. */
    private void forgetWhatIsTooOld() {
        var now = clock.instant();
        if (isDue(trimmed, now)) {
            shelves.values().forEach(shelf -> shelf.ring().trim(now));
        }
    }

    private static boolean isDue(AtomicLong last, Instant now) {
        var before = last.get();
        return now.toEpochMilli() - before > PAUSE_MILLIS && last.compareAndSet(before, now.toEpochMilli());
    }

    /** Turns are begun anew with the ring: nothing waits for those of one that was over. */
    private Publication place(Shelf first, Publication publication, Retention retention) {
        var shelf = first;
        while (shelf != null) {
            var placed = shelf.ring().append(publication, retention, clock.instant());
            if (placed != null) {
                return placed;
            }
            shelf = shelf(publication.topic());
        }
        return publication;
    }

    /** Null for a topic that has no history any more. */
    private @Nullable Shelf shelf(Topic topic) {
        var there = shelves.get(topic.name());
        if (there != null || !isKept(topic)) {
            return there;
        }
        var begun = begin(topic.name());
        if (isKept(topic)) {
            return begun;
        }
        // the rules changed meanwhile, and who looked for logs that are over may have passed by
        begun.ring().close();
        forgotten.incrementAndGet();
        shelves.remove(topic.name(), begun);
        return null;
    }

    private boolean isKept(Topic topic) {
        var by = rules;
        return by == null || by.of(topic).keepsHistory();
    }

    private Shelf begin(String topic) {
        if (shelves.size() >= bounds.topics()) {
            forgetWhatIsOver();
        }
        Retained.checkRoom(shelves.size() < bounds.topics());
        return shelves.computeIfAbsent(topic, name -> new Shelf(new Ring(epochNow(), this), new Turns()));
    }

    /** A topic that was forgotten begins again in another epoch, and so do all that are new from then on. */
    private String epochNow() {
        var generation = forgotten.get();
        return generation == 0 ? epoch : epoch + '.' + Integer.toString(generation, Character.MAX_RADIX);
    }

    private void forgetWhatIsOver() {
        var now = clock.instant();
        if (isDue(cleared, now)) {
            forgotten.incrementAndGet();
            shelves.values().removeIf(shelf -> shelf.ring().closeIfOver(now));
        }
    }

    Slice read(Range range) {
        if (!range.retention().keepsHistory() || !isKept(range.topic())) {
            return Slice.NONE;
        }
        var shelf = shelves.get(range.topic().name());
        return shelf == null ? nothing(range.since()) : shelf.ring().read(range, clock.instant());
    }

    /** Nothing was published since this epoch began. */
    private Slice nothing(Since since) {
        var begin = new Position(epochNow(), 0);
        var isKnown = !(since instanceof Since.After after) || after.position().equals(begin);
        return new Slice(List.of(), isKnown, begin);
    }

    /** Each is looked for when it is asked for. */
    Stream<Topic> topics(TopicFilter filter) {
        return shelves.entrySet().stream()
                .filter(entry -> !entry.getValue().ring().isEmpty())
                .map(entry -> Topic.of(entry.getKey()))
                .filter(filter::matches);
    }

    @Override
    public boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= bounds.historyBytes() || bytes < 0) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /** What topics without a history had is forgotten. The epoch is another one before what is forgotten can begin again, for whoever begins it meanwhile too. */
    synchronized void keepBy(TopicRules now) {
        var before = rules;
        rules = now;
        if (before == null ? shelves.isEmpty() : now.keepAllOf(before)) {
            return;
        }
        forgotten.incrementAndGet();
        shelves.entrySet().removeIf(entry -> isOver(entry.getKey(), entry.getValue(), now));
        forgotten.incrementAndGet();
    }

    private static boolean isOver(String topic, Shelf shelf, TopicRules now) {
        if (now.of(Topic.of(topic)).keepsHistory()) {
            return false;
        }
        shelf.ring().close();
        return true;
    }

    /** Forgets all; what comes then begins in another epoch. */
    void forget() {
        forgotten.incrementAndGet();
        shelves.values().removeIf(shelf -> {
            shelf.ring().close();
            return true;
        });
    }
}
