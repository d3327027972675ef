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

    /**
     * Goes on with the publication at once where nothing is kept, else once the log has it; then it goes on, whether or not anybody still waits for the answer:
     * what the log has, all hear.
     */
    <T> Mono<T> record(Publication publication, Retention retention, Function<Publication, Mono<T>> next) {
        var kept = retention.orState(publication.message().retain());
        return kept.keepsAnything()
                ? log.append(publication, kept).flatMap(next).cache()
                : next.apply(publication);
    }
}
