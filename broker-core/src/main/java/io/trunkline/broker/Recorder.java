package io.trunkline.broker;

import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.message.Publication;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Station 7: what a topic keeps is in the log before anyone hears it. */
final class Recorder {
    private final TopicLog log;

    Recorder(TopicLog log) {
        this.log = log;
    }

    /** Goes on with the publication at once where nothing is kept, else once the log has it. */
    <T> Mono<T> record(Publication publication, Retention retention, Function<Publication, Mono<T>> next) {
        var retain = publication.message().retain();
        if (!retain && retention.size() == 0) {
            return next.apply(publication);
        }
        var placed = retention.size() == 0 ? Mono.just(publication) : log.append(publication, retention);
        return placed.flatMap(kept -> retain ? log.retain(kept).thenReturn(kept) : Mono.just(kept))
                .flatMap(next);
    }
}
