package io.trunkline.broker.cursor;

import io.trunkline.broker.access.ApplicationId;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** Where cursors are kept, so that their groups go on where they were. Calls return at once; work happens on subscription. They fail with Refused UNAVAILABLE. */
public interface CursorStore {
    /**
     * What is kept of a cursor.
     *
     * @param filter the text of the filter that it reads
     * @param topics its progress, each topic once
     */
    record Saved(String filter, List<Progress> topics) {
        public Saved {
            topics = List.copyOf(topics);
        }
    }

    /** Empty for a cursor that is not kept. */
    Mono<Saved> load(CursorId id);

    /** Keeps a cursor, and its progress in these topics; that in others stays. One call at a time for each cursor. */
    Mono<Void> save(CursorId id, Saved changed);

    Mono<Void> forget(CursorId id);

    /** Forgets all cursors of an application. */
    Mono<Void> forget(ApplicationId application);

    /** Forgets the cursors of all applications that were last saved before this. */
    Mono<Void> forgetUntouched(Instant since);
}
