package io.trunkline.admin.application;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.trunkline.admin.problem.Parameters;
import io.trunkline.admin.security.Caller;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /admin/v1/applications}. Who may call which path is settled before, in the security configuration. */
@RestController
@RequestMapping("/admin/v1/applications")
class ApplicationController {

    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;

    private final Applications applications;
    private final Documents documents;
    private final ShownApplications shown;

    ApplicationController(Applications applications, Documents documents, ShownApplications shown) {
        this.applications = applications;
        this.documents = documents;
        this.shown = shown;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = ApplicationSettings.class)))
    Mono<ResponseEntity<ApplicationDocument>> create(@AuthenticationPrincipal Caller caller, @RequestBody byte[] body) {
        return applications
                .create(caller, documents.parse(body))
                .flatMap(made -> shown.of(made)
                        .map(document -> ResponseEntity.created(URI.create("/admin/v1/applications/" + made.appId()))
                                .eTag(Precondition.tag(made))
                                .body(document)));
    }

    @GetMapping
    Mono<ApplicationPage> list(@RequestParam @Nullable String limit, @RequestParam @Nullable String cursor) {
        int size = Parameters.limit(limit, DEFAULT_LIMIT, MAX_LIMIT);
        String after = cursor == null ? null : Cursor.name(cursor);
        return applications.page(after, size + 1).collectList().flatMap(found -> page(found, size));
    }

    @GetMapping("/{appId}")
    Mono<ResponseEntity<ApplicationDocument>> find(@PathVariable String appId) {
        return applications.find(appId).flatMap(this::shown);
    }

    @PatchMapping(
            path = "/{appId}",
            consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = ApplicationSettings.class)))
    Mono<ResponseEntity<ApplicationDocument>> patch(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String appId,
            @RequestHeader(HttpHeaders.IF_MATCH) @Nullable List<String> ifMatch,
            @RequestBody byte[] body) {
        return applications
                .patch(caller, appId, Precondition.of(ifMatch), documents.parse(body))
                .flatMap(this::shown);
    }

    @DeleteMapping("/{appId}")
    Mono<ResponseEntity<Void>> delete(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String appId,
            @RequestHeader(HttpHeaders.IF_MATCH) @Nullable List<String> ifMatch) {
        return applications
                .delete(caller, appId, Precondition.of(ifMatch))
                .thenReturn(ResponseEntity.noContent().build());
    }

    private Mono<ResponseEntity<ApplicationDocument>> shown(Application application) {
        return shown.of(application)
                .map(document ->
                        ResponseEntity.ok().eTag(Precondition.tag(application)).body(document));
    }

    private Mono<ApplicationPage> page(List<Application> found, int size) {
        boolean more = found.size() > size;
        List<Application> some = more ? found.subList(0, size) : found;
        String next = more ? Cursor.after(some.get(size - 1)) : null;
        return shown.of(some).map(documents -> new ApplicationPage(documents, size, next));
    }
}
