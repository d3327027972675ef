package io.trunkline.gateway.realtime;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link HistoryEndpoint} answers, as it is described: it is written byte by byte, as its messages are kept. */
@Schema(description = "Part of what a topic remembers")
record HistoryPage(
        @Schema(
                requiredMode = RequiredMode.REQUIRED,
                allowableValues = {"resumed", "lost"},
                description = "resumed: nothing is missing before the first message; lost: something may be")
        String continuity,

        @Schema(
                requiredMode = RequiredMode.REQUIRED,
                types = {"string", "null"},
                example = "3f2a9c01:42",
                description = "The position of the newest message; null where the topic has no history")
        @Nullable
        String head,

        @Schema(
                requiredMode = RequiredMode.REQUIRED,
                description = "Oldest first, at most as many as limit says, and none is begun after about 1 MB")
        List<Message> messages,

        @Schema(
                requiredMode = RequiredMode.REQUIRED,
                types = {"string", "null"},
                example = "3f2a9c01:42",
                description = "The since of the page behind this one; equal to head when there is no more")
        @Nullable
        String next) {

    /** The frame of those who hear it live, with its id and time. */
    @Schema(name = "HistoryMessage")
    record Message(
            @Schema(requiredMode = RequiredMode.REQUIRED) String id,
            @Schema(requiredMode = RequiredMode.REQUIRED) Instant time,
            @Schema(requiredMode = RequiredMode.REQUIRED) String topic,

            @Schema(requiredMode = RequiredMode.REQUIRED, example = "broadcast")
            String messageType,

            @Schema(
                    requiredMode = RequiredMode.REQUIRED,
                    types = {"object", "array", "string", "number", "boolean"},
                    description =
                            "What was published by HTTP; of what came over a connection an object with client, payload and id")
            Object data,

            @Schema(requiredMode = RequiredMode.REQUIRED, example = "3f2a9c01:42")
            String position) {}
}
