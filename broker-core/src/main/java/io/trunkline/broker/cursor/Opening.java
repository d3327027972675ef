package io.trunkline.broker.cursor;

import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Brings a cursor to where it begins, or was; it hears of publications already, so that none is between. */
final class Opening {
    private static final int AT_ONCE = 16;

    private final Cursor cursor;
    private final CursorPorts ports;

    Opening(Cursor cursor, CursorPorts ports) {
        this.cursor = cursor;
        this.ports = ports;
    }

    Mono<Cursor> open(Since start) {
        return ports.store()
                .load(cursor.id())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(saved -> saved.map(this::restore).orElseGet(() -> begin(start)))
                .then(Mono.fromRunnable(() -> cursor.place(Tracks::open)))
                .then(Mono.defer(cursor::save))
                .thenReturn(cursor);
    }

    /** Topics that it did not know are new, and are read from their beginning. */
    private Mono<Void> restore(CursorStore.Saved saved) {
        if (!saved.filter().equals(cursor.filter().text())) {
            return Mono.error(new Refused(Reason.UNSUPPORTED, "a group goes on with the filter it has begun with"));
        }
        saved.topics().forEach(progress -> cursor.place(tracks -> tracks.restore(progress)));
        return topics().doOnNext(topic -> cursor.place(tracks -> tracks.begin(topic, null)))
                .then();
    }

    private Mono<Void> begin(Since start) {
        if (start instanceof Since.After after) {
            cursor.place(tracks -> tracks.begin(Topic.of(cursor.filter().text()), after.position()));
            return Mono.empty();
        }
        return start == Since.EARLIEST
                ? topics().doOnNext(topic -> cursor.place(tracks -> tracks.begin(topic, null)))
                        .then()
                : topics().flatMap(this::beginAtEnd, AT_ONCE).then();
    }

    private Flux<Topic> topics() {
        return cursor.filter() instanceof TopicFilter.Exact exact
                ? Flux.just(Topic.of(exact.text()))
                : ports.log().topics(cursor.id().application(), cursor.filter());
    }

    private Mono<Slice> beginAtEnd(Topic topic) {
        var application = cursor.id().application();
        var retention = ports.host().retention(application, topic);
        return retention.keepsHistory()
                ? ports.log()
                        .read(new Range(application, topic, retention, Since.LATEST, 1))
                        .doOnNext(slice -> beginAtEnd(topic, slice))
                : Mono.empty();
    }

    private void beginAtEnd(Topic topic, Slice slice) {
        if (slice.head() != null) {
            cursor.place(tracks -> tracks.begin(topic, slice.head()));
        }
    }
}
