package io.trunkline.gateway.realtime;

import io.swagger.v3.oas.annotations.Operation;
import io.trunkline.broker.access.Action;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.presence.Attendees;
import io.trunkline.broker.topic.Topic;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Who hears a topic now, on whatever door they came in. */
@RestController
class PresenceEndpoint {
    private static final int MOST = 1_000;
    private static final String USUAL = "100";

    private final DataPlane plane;

    PresenceEndpoint(DataPlane plane) {
        this.plane = plane;
    }

    /** @param after a page's {@code next}, for the page behind it */
    @Operation(
            summary = "Who is subscribed to a topic now",
            description = "Needs realtime:admin:manage:subscribers; costs 256 bytes; a page has at most 1000")
    @GetMapping({"/api/topics/{appId}/presence", "/topics/{appId}/presence"})
    Mono<Attendees> presence(
            @AuthenticationPrincipal Principal backend,
            @RequestParam String topic,
            @RequestParam(defaultValue = USUAL) int limit,
            @RequestParam(required = false) @Nullable String after) {
        if (limit < 1 || limit > MOST) {
            throw Fields.malformed("limit is a number from 1 to " + MOST);
        }
        var asked = Topic.of(topic);
        return plane.call(
                backend,
                Action.MANAGE_SUBSCRIBERS,
                () -> plane.presence().on(backend.application(), asked, limit, after));
    }
}
