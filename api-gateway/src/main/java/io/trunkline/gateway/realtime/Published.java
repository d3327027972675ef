package io.trunkline.gateway.realtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.trunkline.broker.message.Receipt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a publish.
 *
 * @param id the message's own, or made for it
 * @param subscribers who were offered it at once
 * @param scheduledFor when it will be published, where that is later
 * @param position where the topic's log has it; said only where the topic has a history
 * @param repeat said only where it is true: it was published before, under the same key, and this is the answer of then
 */
record Published(
        String id,
        Instant time,
        int subscribers,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant scheduledFor,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
                description = "Where the topic has a history: since this one reads what follows",
                example = "3f2a9c01:42")
        @Nullable
        String position,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean repeat) {

    static Published of(Receipt receipt) {
        var at = receipt.position();
        return new Published(
                receipt.id(),
                receipt.time(),
                receipt.subscribers(),
                receipt.scheduledFor(),
                at == null ? null : at.text(),
                receipt.repeat());
    }
}
