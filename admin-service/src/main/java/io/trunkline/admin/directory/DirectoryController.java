package io.trunkline.admin.directory;

import io.trunkline.admin.application.ApplicationChanges;
import io.trunkline.admin.problem.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code /internal/v1/directory}: for gateways, never for tenants. */
@RestController
@RequestMapping("/internal/v1/directory")
class DirectoryController {

    private final ApplicationChanges changes;
    private final DirectoryFeed feed;

    DirectoryController(ApplicationChanges changes, DirectoryFeed feed) {
        this.changes = changes;
        this.feed = feed;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ApplicationChanges.Snapshot> snapshot() {
        return changes.snapshot();
    }

    /** {@code Last-Event-ID} is where a broken stream ended, and so goes before {@code since}, where it had begun. */
    @GetMapping(path = "/changes", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Mono<ResponseEntity<Flux<ServerSentEvent<Object>>>> changes(
            @RequestParam @Nullable String since,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        return feed.from(position(since, lastEventId)).map(ResponseEntity::ok);
    }

    private static long position(@Nullable String since, @Nullable String lastEventId) {
        if (lastEventId != null) {
            return Parameters.number("Last-Event-ID", lastEventId, 0, Long.MAX_VALUE);
        }
        return since == null ? DirectoryFeed.UNKNOWN : Parameters.number("since", since, 0, Long.MAX_VALUE);
    }
}
