package io.trunkline.admin.directory;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.trunkline.admin.application.ApplicationChanges;
import io.trunkline.admin.problem.Parameters;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** {@code /internal/v1/directory}: for gateways, never for tenants. */
@RestController
@RequestMapping("/internal/v1/directory")
class DirectoryController {

    private final ApplicationChanges changes;
    private final DirectoryFeed feed;
    private final JsonMapper json;

    DirectoryController(ApplicationChanges changes, DirectoryFeed feed, JsonMapper json) {
        this.changes = changes;
        this.feed = feed;
        this.json = json;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ApplicationChanges.Snapshot> snapshot() {
        return changes.snapshot();
    }

    /** {@code Last-Event-ID} is where a broken stream ended, and so goes before {@code since}, where it had begun. */
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string")))
    @GetMapping(path = "/changes", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Mono<Void> changes(
            @RequestParam @Nullable String since,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            ServerHttpResponse response) {
        return feed.from(position(since, lastEventId)).flatMap(events -> write(events, response));
    }

    /** One buffer for each event, and none of the pool's: whatever is on its way when a reader leaves, nothing is lost. */
    private Mono<Void> write(Flux<ServerSentEvent<Object>> events, ServerHttpResponse response) {
        response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
        return response.writeAndFlushWith(events.map(this::text)
                .map(text -> response.bufferFactory().wrap(text.getBytes(StandardCharsets.UTF_8)))
                .map(Mono::just));
    }

    private String text(ServerSentEvent<Object> event) {
        if (event.data() == null) {
            return ":" + event.comment() + "\n\n";
        }
        return "id:" + event.id() + "\nevent:" + event.event() + "\ndata:" + json.writeValueAsString(event.data())
                + "\n\n";
    }

    private static long position(@Nullable String since, @Nullable String lastEventId) {
        if (lastEventId != null) {
            return Parameters.number("Last-Event-ID", lastEventId, 0, Long.MAX_VALUE);
        }
        return since == null ? DirectoryFeed.UNKNOWN : Parameters.number("since", since, 0, Long.MAX_VALUE);
    }
}
