package io.trunkline.gateway.history;

import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Reads topics' logs: the newest from memory, the rest in pages. Where a log ends its writer says, so that nothing that was answered is missing. */
final class LogReader {
    /** So many bytes in one slice, about. */
    private static final long MOST_BYTES = 1 << 20;

    private final Shelves shelves;
    private final PageCache pages;
    private final InstantSource clock;

    LogReader(Shelves shelves, PageCache pages, InstantSource clock) {
        this.shelves = shelves;
        this.pages = pages;
        this.clock = clock;
    }

    /** One reading: where the topic's log was at its beginning, and what is wanted. */
    private record Reading(Shelf shelf, Place place, Range range) {
        @Nullable
        List<Publication> newest(long from, long until) {
            return shelf.newest(place.epoch(), from, until);
        }

        Position head() {
            return new Position(place.epoch(), place.head());
        }

        /** The oldest that may be read, but for its age. */
        long oldest() {
            return Math.max(place.floor(), place.head() - range.retention().size() + 1);
        }

        /** Whether the reader was in this epoch before. */
        boolean isKnown() {
            return range.since() instanceof Since.After after
                    && after.position().epoch().equals(place.epoch())
                    && after.position().offset() <= place.head();
        }

        /** Behind what the reader has. */
        long wanted() {
            return isKnown() && range.since() instanceof Since.After after
                    ? after.position().offset() + 1
                    : oldest();
        }

        boolean isContinuousFrom(long offset) {
            return !(range.since() instanceof Since.After) || (isKnown() && offset == wanted());
        }

        Slice none() {
            return new Slice(List.of(), isContinuousFrom(place.head() + 1), head());
        }

        Slice of(List<Publication> found) {
            return found.isEmpty() ? none() : new Slice(found, isContinuousFrom(offset(found.get(0))), head());
        }
    }

    Mono<Slice> read(Range range) {
        var key = new Shelf.Key(range.application(), range.topic());
        return Mono.defer(() -> shelves.known(key))
                .flatMap(shelf -> Mono.justOrEmpty(shelf.place()).map(place -> new Reading(shelf, place, range)))
                .flatMap(this::read)
                .repeatWhenEmpty(2, tries -> tries)
                .onErrorMap(Faults::forReader);
    }

    /** Empty when what was to be read has been dropped meanwhile, or was another's to write. */
    private Mono<Slice> read(Reading reading) {
        var from = Math.max(reading.wanted(), reading.oldest());
        if (reading.range().since() == Since.LATEST || from > reading.place().head()) {
            return Mono.just(reading.none());
        }
        var oldest = clock.instant().minus(reading.range().retention().age());
        return firstSince(reading, from, oldest)
                .flatMap(first -> gather(reading, first, new ArrayList<>()))
                .map(reading::of);
    }

    private Mono<Long> firstSince(Reading reading, long from, Instant oldest) {
        return at(reading, from).flatMap(first -> {
            if (!first.time().isBefore(oldest)) {
                return Mono.just(offset(first));
            }
            return between(reading, offset(first), reading.place().head() + 1, oldest);
        });
    }

    /** Halves what lies between one that is too old and one that is not. */
    private Mono<Long> between(Reading reading, long old, long young, Instant oldest) {
        if (young - old <= 1) {
            return Mono.just(young);
        }
        var middle = (old + young) >>> 1;
        return at(reading, middle)
                .flatMap(there -> there.time().isBefore(oldest)
                        ? between(reading, middle, young, oldest)
                        : between(reading, old, middle, oldest));
    }

    /** The publication at an offset, or the first one behind it that is left. */
    private Mono<Publication> at(Reading reading, long offset) {
        var newest = reading.newest(offset, offset);
        return newest == null
                ? page(reading, offset).map(page -> page.get(Math.max(offset, page.first())))
                : Mono.just(newest.get(0));
    }

    private Mono<Page> page(Reading reading, long offset) {
        return pages.page(reading.shelf().key(), reading.place(), offset).flatMap(page -> {
            if (page.first() > offset) {
                reading.shelf().dropped(reading.place().epoch(), page.first());
            }
            return page.next() > offset && !page.publications().isEmpty()
                    ? Mono.just(page)
                    : shelves.again(reading.shelf());
        });
    }

    private Mono<List<Publication>> gather(Reading reading, long from, List<Publication> found) {
        var until = Math.min(reading.place().head(), from + reading.range().limit() - found.size() - 1);
        if (from > until || bytes(found) > MOST_BYTES) {
            return Mono.just(found);
        }
        var newest = reading.newest(from, until);
        if (newest != null) {
            found.addAll(newest);
            return Mono.just(found);
        }
        return page(reading, from).flatMap(page -> {
            var there = page.between(Math.max(from, page.first()), until);
            found.addAll(there);
            return gather(reading, offset(found.get(found.size() - 1)) + 1, found);
        });
    }

    private static long bytes(List<Publication> publications) {
        return publications.stream().mapToLong(Publication::size).sum();
    }

    private static long offset(Publication publication) {
        return Objects.requireNonNull(publication.position()).offset();
    }
}
