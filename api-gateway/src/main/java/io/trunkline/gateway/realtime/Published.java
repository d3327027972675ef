package io.trunkline.gateway.realtime;

import io.trunkline.broker.message.Receipt;
import java.time.Instant;

/**
 * The answer to a publish.
 *
 * @param id the message's own, or made for it
 * @param subscribers who were offered it at once
 */
record Published(String id, Instant time, int subscribers) {

    static Published of(Receipt receipt) {
        return new Published(receipt.id(), receipt.time(), receipt.subscribers());
    }
}
