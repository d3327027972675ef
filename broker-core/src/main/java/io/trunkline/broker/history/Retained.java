package io.trunkline.broker.history;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/** The last values of one application's topics, in the order of their levels, bounded in number and in bytes of payloads and properties. Reading takes no lock. */
final class Retained {
    private final ConcurrentNavigableMap<String, Publication> values = new ConcurrentSkipListMap<>(LevelOrder::compare);
    private final MemoryTopicLog.Bounds bounds;
    private long bytes;
    /** No value expires before this; so what is there is looked through only when something has expired. */
    private Instant soonest = Instant.MAX;

    Retained(MemoryTopicLog.Bounds bounds) {
        this.bounds = bounds;
    }

    /** @throws Refused LIMIT_REACHED when there is no room for it; nothing is kept by this */
    synchronized void check(Publication publication, Instant now) {
        if (!now.isBefore(soonest)) {
            dropExpired(now);
        }
        if (!isCleared(publication)) {
            var before = values.get(publication.topic().name());
            checkRoom(before != null || values.size() < bounds.topics());
            checkRoom(bytes - sizeOf(before) + sizeOf(publication) <= bounds.bytes());
        }
    }

    private static boolean isCleared(Publication publication) {
        return publication.payload().size() == 0;
    }

    /** @throws Refused LIMIT_REACHED when there is no room for it */
    synchronized void put(Publication publication, Instant now) {
        check(publication, now);
        show(publication);
    }

    /** What has been checked, and is committed meanwhile. */
    synchronized void show(Publication publication) {
        var name = publication.topic().name();
        var before = isCleared(publication) ? values.remove(name) : values.put(name, publication);
        bytes += (isCleared(publication) ? 0 : sizeOf(publication)) - sizeOf(before);
        soonest = isCleared(publication) ? soonest : earlier(soonest, publication.expires());
    }

    /** The log has given a value its place, unless that has changed by now. */
    synchronized void place(Publication placed) {
        values.computeIfPresent(placed.topic().name(), (name, kept) -> kept.id().equals(placed.id()) ? placed : kept);
    }

    private void dropExpired(Instant now) {
        values.values().removeIf(kept -> kept.hasExpired(now));
        bytes = 0;
        soonest = Instant.MAX;
        for (var kept : values.values()) {
            bytes += sizeOf(kept);
            soonest = earlier(soonest, kept.expires());
        }
    }

    private static Instant earlier(Instant one, @Nullable Instant other) {
        return other != null && other.isBefore(one) ? other : one;
    }

    /** Those that a filter matches, each looked for when it is asked for; nobody waits meanwhile. */
    Flux<Publication> matching(TopicFilter filter, InstantSource clock) {
        if (filter instanceof TopicFilter.Exact) {
            var only = values.get(filter.text());
            return only == null || only.hasExpired(clock.instant()) ? Flux.empty() : Flux.just(only);
        }
        return Flux.generate(() -> new RetainedWalk(values, filter, clock), Retained::next);
    }

    private static RetainedWalk next(RetainedWalk walk, SynchronousSink<Publication> sink) {
        var next = walk.next();
        if (next == null) {
            sink.complete();
        } else {
            sink.next(next);
        }
        return walk;
    }

    static void checkRoom(boolean room) {
        if (!room) {
            throw new Refused(Reason.LIMIT_REACHED, "the application keeps as many topics or bytes as it may");
        }
    }

    private static long sizeOf(@Nullable Publication publication) {
        return publication == null
                ? 0
                : publication.payload().size()
                        + publication.message().properties().size();
    }
}
