package io.trunkline.gateway.usage;

import io.trunkline.broker.access.ApplicationId;

/**
 * What was counted for one application over some time.
 *
 * @param ops publications
 * @param bytes octets of their payloads
 * @param subscribers receivers they were offered to, summed up
 * @param apiCalls calls of backends: publishes without a line, and what else is charged
 * @param apiBytes what those cost
 * @param connections lines that were opened
 */
record Counted(
        ApplicationId application,
        long ops,
        long bytes,
        long subscribers,
        long apiCalls,
        long apiBytes,
        long connections) {

    /** Publications alone. */
    Counted(ApplicationId application, long ops, long bytes, long subscribers) {
        this(application, ops, bytes, subscribers, 0, 0, 0);
    }

    boolean isNothing() {
        return ops == 0 && bytes == 0 && subscribers == 0 && apiCalls == 0 && apiBytes == 0 && connections == 0;
    }

    Counted plus(Counted more) {
        return new Counted(
                application,
                ops + more.ops,
                bytes + more.bytes,
                subscribers + more.subscribers,
                apiCalls + more.apiCalls,
                apiBytes + more.apiBytes,
                connections + more.connections);
    }

    Counted minus(Counted less) {
        return new Counted(
                application,
                ops - less.ops,
                bytes - less.bytes,
                subscribers - less.subscribers,
                apiCalls - less.apiCalls,
                apiBytes - less.apiBytes,
                connections - less.connections);
    }
}
