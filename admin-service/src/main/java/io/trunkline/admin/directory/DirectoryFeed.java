package io.trunkline.admin.directory;

import io.trunkline.admin.application.ApplicationChanges;
import io.trunkline.admin.application.ApplicationChanges.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The changes of all applications as server-sent events, from any kept version on and then as they happen. A reader holds
 * one page of changes at most; one that is slow reads its next page later, and nothing is kept for it meanwhile.
 */
final class DirectoryFeed {

    /** The position of a reader that knows nothing yet. */
    static final long UNKNOWN = -1;

    private static final Logger log = LoggerFactory.getLogger(DirectoryFeed.class);
    private static final int PAGE = 100;

    private final ApplicationChanges changes;
    private final ChangeSignal signal;
    private final Duration heartBeat;
    private final Sinks.Empty<Void> closing = Sinks.empty();

    DirectoryFeed(ApplicationChanges changes, ChangeSignal signal, Duration heartBeat) {
        this.changes = changes;
        this.signal = signal;
        this.heartBeat = heartBeat;
    }

    /**
     * The feed after {@code version}. Its first page is read before the answer begins, so that a database that is away is
     * an error of the request; once it runs, such an outage is waited out.
     */
    Mono<Flux<ServerSentEvent<Object>>> from(long version) {
        return page(version).map(first -> {
            var position = new AtomicLong(first.position());
            // the signal first, then one look at what came between the first page and now
            Flux<ServerSentEvent<Object>> live = Flux.merge(signal.changes(), Mono.just(true))
                    .onBackpressureLatest()
                    .concatMap(woken -> catchUp(position), 1);
            Flux<ServerSentEvent<Object>> events = Flux.concat(Flux.fromIterable(first.events()), live);
            return Flux.merge(heartBeats(), events).takeUntilOther(closing.asMono());
        });
    }

    /** Ends all feeds when the service stops, which would otherwise wait for them. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        closing.tryEmitEmpty();
    }

    private Flux<ServerSentEvent<Object>> heartBeats() {
        return Flux.interval(Duration.ZERO, heartBeat)
                .onBackpressureDrop()
                .map(count -> ServerSentEvent.builder().comment("heart-beat").build());
    }

    private Flux<ServerSentEvent<Object>> catchUp(AtomicLong position) {
        // the position moves with what was handed on, not with what was read ahead
        return Flux.defer(() -> page(position.get()).expand(this::next))
                .concatMapIterable(EventPage::events, 1)
                .doOnNext(event -> position.set(Long.parseLong(Objects.requireNonNull(event.id()))))
                .onErrorResume(error -> {
                    log.warn(
                            "directory feed waits for the database reason={}",
                            error.getClass().getSimpleName());
                    return Flux.empty();
                });
    }

    private Mono<EventPage> next(EventPage page) {
        return page.more() ? page(page.position()) : Mono.empty();
    }

    private record EventPage(long position, boolean more, List<ServerSentEvent<Object>> events) {}

    private Mono<EventPage> page(long position) {
        return changes.after(position, PAGE).map(page -> {
            boolean known = position >= page.oldest() - 1 && position <= page.newest() && position != UNKNOWN;
            if (!known) {
                return new EventPage(page.newest(), false, List.of(reset(page.newest())));
            }
            var events = new ArrayList<ServerSentEvent<Object>>();
            long at = position;
            for (Change change : page.changes()) {
                events.add(event(change));
                at = change.version();
            }
            return new EventPage(at, at < page.newest(), events);
        });
    }

    private static ServerSentEvent<Object> reset(long version) {
        return ServerSentEvent.builder()
                .id(String.valueOf(version))
                .event("reset")
                .data(Map.of("version", version))
                .build();
    }

    private static ServerSentEvent<Object> event(Change change) {
        boolean gone = change.application() == null;
        return ServerSentEvent.builder()
                .id(String.valueOf(change.version()))
                .event(gone ? "delete" : "put")
                .data(gone ? Map.of("appId", change.appId()) : change.application())
                .build();
    }
}
