package io.trunkline.gateway.realtime;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.trunkline.broker.access.Action;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.topic.GlobList;
import io.trunkline.gateway.directory.Applications;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Ends subscriptions of a subject on all its lines, without a word to them (spec, section 15). */
@RestController
class SubscribersEndpoint {
    private final DataPlane plane;
    private final Applications applications;

    /**
     * What was found.
     *
     * @param connections of the subject
     * @param subscriptions that have ended
     */
    record Unsubscribed(int connections, int subscriptions) {}

    SubscribersEndpoint(DataPlane plane, Applications applications) {
        this.plane = plane;
        this.applications = applications;
    }

    @Operation(
            summary = "End a subject's subscriptions",
            description = "Needs realtime:admin:manage:subscribers; costs 256 bytes",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = Unsubscribe.class))))
    @PostMapping({"/api/topics/{appId}/unsubscribe", "/topics/{appId}/unsubscribe"})
    Mono<Unsubscribed> unsubscribe(@AuthenticationPrincipal Principal backend, ServerWebExchange exchange) {
        var limits = applications.enabled(backend.application()).limits();
        return Body.of(exchange, Unsubscribe.MAX_BYTES)
                .map(body -> Unsubscribe.of(body, limits.patternsPerUnsubscribe()))
                .flatMap(order -> plane.call(backend, Action.MANAGE_SUBSCRIBERS, () -> unsubscribe(backend, order)));
    }

    /** A subscription with wildcards ends when its filter, as it is written, matches. */
    private Unsubscribed unsubscribe(Principal backend, Unsubscribe order) {
        var ended = plane.unsubscribe(backend, order.subject(), GlobList.compile(order.topicPatterns()));
        return new Unsubscribed(ended.connections(), ended.subscriptions());
    }
}
