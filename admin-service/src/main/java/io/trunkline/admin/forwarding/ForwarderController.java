package io.trunkline.admin.forwarding;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.trunkline.admin.application.Documents;
import io.trunkline.admin.application.Precondition;
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
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /admin/v1/applications/{appId}/forwarders}: for the operator and the application's owner. */
@RestController
@RequestMapping("/admin/v1/applications/{appId}/forwarders")
class ForwarderController {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final Forwarders forwarders;
    private final Documents documents;

    ForwarderController(Forwarders forwarders, Documents documents) {
        this.forwarders = forwarders;
        this.documents = documents;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = ForwarderSettings.class)))
    Mono<ResponseEntity<Forwarder>> create(
            @AuthenticationPrincipal Caller caller, @PathVariable String appId, @RequestBody byte[] body) {
        return forwarders
                .create(caller, appId, documents.parse(body))
                .map(made -> ResponseEntity.created(
                                URI.create("/admin/v1/applications/" + appId + "/forwarders/" + made.forwarderId()))
                        .eTag(Precondition.tag(made.version()))
                        .body(made));
    }

    @GetMapping
    Mono<ForwarderList> list(@PathVariable String appId) {
        return forwarders.all(appId);
    }

    @GetMapping("/{forwarderId}")
    Mono<ResponseEntity<Forwarder>> find(@PathVariable String appId, @PathVariable String forwarderId) {
        return forwarders.find(appId, forwarderId).map(ForwarderController::shown);
    }

    @PatchMapping(
            path = "/{forwarderId}",
            consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = ForwarderSettings.class)))
    Mono<ResponseEntity<Forwarder>> patch(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String appId,
            @PathVariable String forwarderId,
            @RequestHeader(HttpHeaders.IF_MATCH) @Nullable List<String> ifMatch,
            @RequestBody byte[] body) {
        var address = new Forwarders.Address(appId, forwarderId);
        return forwarders
                .patch(caller, address, Precondition.of(ifMatch), documents.parse(body))
                .map(ForwarderController::shown);
    }

    @DeleteMapping("/{forwarderId}")
    Mono<ResponseEntity<Void>> delete(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String appId,
            @PathVariable String forwarderId,
            @RequestHeader(HttpHeaders.IF_MATCH) @Nullable List<String> ifMatch) {
        var address = new Forwarders.Address(appId, forwarderId);
        return forwarders
                .delete(caller, address, Precondition.of(ifMatch))
                .thenReturn(ResponseEntity.noContent().build());
    }

    private static ResponseEntity<Forwarder> shown(Forwarder forwarder) {
        return ResponseEntity.ok().eTag(Precondition.tag(forwarder.version())).body(forwarder);
    }
}
