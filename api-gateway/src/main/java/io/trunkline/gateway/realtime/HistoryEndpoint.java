package io.trunkline.gateway.realtime;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.trunkline.broker.Histories;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.history.Since;
import io.trunkline.gateway.frame.HistoryText;
import io.trunkline.gateway.frame.JsonTopics;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What a topic remembers, for backends and for clients who have no line. */
@RestController
class HistoryEndpoint {
    private static final int MOST = 1_000;
    private static final String USUAL = "100";
    private static final String EXAMPLE = """
            {"continuity":"resumed","head":"3f2a9c01:42","messages":[{"id":"m1","time":"2026-11-21T18:00:00Z",\
            "topic":"news","messageType":"broadcast","data":"hello","position":"3f2a9c01:42"}],"next":"3f2a9c01:42"}""";

    private final DataPlane plane;
    private final Histories histories;
    private final InstantSource clock;

    HistoryEndpoint(DataPlane plane, Histories histories, InstantSource clock) {
        this.plane = plane;
        this.histories = histories;
        this.clock = clock;
    }

    /** @param since {@code earliest}, {@code latest}, or a position: the {@code next} of a page for the page behind it */
    @Operation(
            summary = "What a topic remembers",
            description = "Secure topics need realtime:subscriber:read:topic:<pattern>; costs 256 bytes; "
                    + "a page has at most 1000 messages and about 1 MB",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "Oldest first; lost says that something is missing before the first",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = HistoryPage.class),
                                            examples = @ExampleObject(EXAMPLE))))
    @GetMapping(
            path = {"/api/topics/{appId}/history", "/topics/{appId}/history"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<byte[]> history(
            @Parameter(hidden = true) @AuthenticationPrincipal Principal reader,
            @Parameter(schema = @Schema(type = "string", minLength = 1, maxLength = JsonTopics.MAX_LENGTH))
                    @RequestParam
                    String topic,
            @Parameter(
                            description = "earliest, latest, or a position: what follows it",
                            schema = @Schema(type = "string", defaultValue = "earliest"))
                    @RequestParam(required = false)
                    @Nullable
                    String since,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "" + MOST, defaultValue = USUAL))
                    @RequestParam(defaultValue = USUAL)
                    int limit) {
        if (limit < 1 || limit > MOST) {
            throw Fields.malformed("limit is a number from 1 to " + MOST);
        }
        var asked = JsonTopics.of(topic);
        var from = since == null ? Since.EARLIEST : Since.parse(since);
        return plane.call(reader, () -> histories.read(reader, asked, from, limit))
                .map(slice -> HistoryText.of(slice, clock.instant()));
    }
}
