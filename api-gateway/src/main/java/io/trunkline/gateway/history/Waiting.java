package io.trunkline.gateway.history;

import io.trunkline.broker.history.Retention;
import io.trunkline.broker.message.Publication;
import reactor.core.publisher.MonoSink;

/**
 * A publication that waits to be committed.
 *
 * @param body as it is kept
 * @param since when it came, by the ticker
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Waiting(
        Shelf shelf,
        Publication publication,
        Retention retention,
        byte[] body,
        MonoSink<Publication> sink,
        long since) {
    private static final int OVERHEAD = 128;

    int size() {
        return publication.size() + body.length + OVERHEAD;
    }
}
