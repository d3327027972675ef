package io.trunkline.gateway.usage;

import io.trunkline.broker.access.ApplicationId;

/**
 * What was counted for one application over some time.
 *
 * @param ops publications
 * @param bytes octets of their payloads
 * @param subscribers receivers they were offered to, summed up
 */
record Counted(ApplicationId application, long ops, long bytes, long subscribers) {

    boolean isNothing() {
        return ops == 0 && bytes == 0 && subscribers == 0;
    }

    Counted plus(Counted more) {
        return new Counted(application, ops + more.ops, bytes + more.bytes, subscribers + more.subscribers);
    }
}
