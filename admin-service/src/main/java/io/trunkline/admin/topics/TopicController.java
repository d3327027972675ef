package io.trunkline.admin.topics;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.trunkline.admin.application.Documents;
import io.trunkline.admin.application.Precondition;
import io.trunkline.admin.security.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /admin/v1/applications/{appId}/topics}: for the operator and the application's owner. */
@RestController
@RequestMapping("/admin/v1/applications/{appId}/topics")
class TopicController {

    private final Topics topics;
    private final Documents documents;

    TopicController(Topics topics, Documents documents) {
        this.topics = topics;
        this.documents = documents;
    }

    @GetMapping
    Mono<TopicList> list(@PathVariable String appId) {
        return topics.all(appId);
    }

    @GetMapping("/{*pattern}")
    Mono<ResponseEntity<TopicSetting>> find(@PathVariable String appId, @PathVariable String pattern) {
        return topics.find(address(appId, pattern)).map(setting -> shown(ResponseEntity.ok(), setting));
    }

    @PutMapping(path = "/{*pattern}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "What the topics of a pattern keep",
            description = "For a topic that several patterns match, one holds: its own name; else the pattern with the"
                    + " longest text before its first wildcard; of these the longer one, and then the first by text.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = TopicSettings.class)))
    Mono<ResponseEntity<TopicSetting>> put(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String appId,
            @PathVariable String pattern,
            @RequestHeader(HttpHeaders.IF_MATCH) @Nullable List<String> ifMatch,
            @RequestBody byte[] body) {
        return topics.put(caller, address(appId, pattern), Precondition.of(ifMatch), documents.parse(body))
                .map(put ->
                        shown(ResponseEntity.status(put.made() ? HttpStatus.CREATED : HttpStatus.OK), put.setting()));
    }

    @DeleteMapping("/{*pattern}")
    Mono<ResponseEntity<Void>> delete(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String appId,
            @PathVariable String pattern,
            @RequestHeader(HttpHeaders.IF_MATCH) @Nullable List<String> ifMatch) {
        return topics.delete(caller, address(appId, pattern), Precondition.of(ifMatch))
                .thenReturn(ResponseEntity.noContent().build());
    }

    /** Spring gives the rest of a path with the slash before it. */
    private static Topics.Address address(String appId, String rest) {
        return new Topics.Address(appId, rest.startsWith("/") ? rest.substring(1) : rest);
    }

    private static ResponseEntity<TopicSetting> shown(ResponseEntity.BodyBuilder answer, TopicSetting setting) {
        return answer.eTag(Precondition.tag(setting.version())).body(setting);
    }
}
