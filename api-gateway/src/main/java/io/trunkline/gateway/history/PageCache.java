package io.trunkline.gateway.history;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The pages that were read last, as many as there is room for. A page is fetched once, however many ask for it meanwhile. */
final class PageCache {
    private final Map<Page.Key, Page> pages = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Page.Key, Mono<Page>> fetching = new HashMap<>();
    private final PageSource source;
    private final long bound;
    private long bytes;

    /** Where pages come from. */
    interface PageSource {
        /** The publications of two offsets and between them, or those of them that are left. */
        Mono<Page> fetch(Shelf.Key topic, Place place, long from, long until);
    }

    PageCache(PageSource source, long bound) {
        this.source = source;
        this.bound = bound;
    }

    /** The page of an offset, with what there was of it when it was fetched, and that offset if the database has it. */
    Mono<Page> page(Shelf.Key topic, Place place, long offset) {
        return Mono.defer(() -> cached(topic, place, offset))
                .flatMap(page -> further(topic, place, offset, page))
                .flatMap(page -> further(topic, place, offset, page));
    }

    /** What another one has fetched may end before this offset. */
    private Mono<Page> further(Shelf.Key topic, Place place, long offset, Page page) {
        return page.next() > offset ? Mono.just(page) : fetched(topic, place, offset, page);
    }

    private synchronized Mono<Page> cached(Shelf.Key topic, Place place, long offset) {
        var key = Page.Key.of(place, offset);
        var page = pages.get(key);
        return page == null ? fetched(topic, place, offset, null) : Mono.just(page);
    }

    private synchronized Mono<Page> fetched(Shelf.Key topic, Place place, long offset, @Nullable Page before) {
        var key = Page.Key.of(place, offset);
        var from = before == null ? Math.max(key.begin(), place.floor()) : before.next();
        return fetching.computeIfAbsent(
                key,
                any -> source.fetch(topic, place, from, Math.min(key.end(), place.head()))
                        .map(more -> before == null ? more : before.with(more))
                        .doOnNext(page -> keep(key, page))
                        .doOnError(fault -> done(key))
                        .cache());
    }

    private synchronized void done(Page.Key key) {
        fetching.remove(key);
    }

    private synchronized void keep(Page.Key key, Page page) {
        fetching.remove(key);
        var before = pages.put(key, page);
        bytes += page.bytes() - (before == null ? 0 : before.bytes());
        var eldest = pages.entrySet().iterator();
        while (bytes > bound && eldest.hasNext()) {
            bytes -= eldest.next().getValue().bytes();
            eldest.remove();
        }
    }
}
