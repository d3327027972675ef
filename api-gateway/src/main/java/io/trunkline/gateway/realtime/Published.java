package io.trunkline.gateway.realtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trunkline.broker.message.Receipt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a publish.
 *
 * @param id the message's own, or made for it
 * @param subscribers who were offered it at once
 * @param scheduledFor when it will be published, where that is later
 * @param repeat said only where it is true: it was published before, under the same key, and this is the answer of then
 */
record Published(
        String id,
        Instant time,
        int subscribers,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant scheduledFor,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean repeat) {

    static Published of(Receipt receipt) {
        return new Published(
                receipt.id(), receipt.time(), receipt.subscribers(), receipt.scheduledFor(), receipt.repeat());
    }
}
