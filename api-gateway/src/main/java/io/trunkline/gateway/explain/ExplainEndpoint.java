package io.trunkline.gateway.explain;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.explain.Explainer;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.identity.ManagementAccess;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Answers the operator and the owner of an application why a message did not arrive. */
@RestController
class ExplainEndpoint {
    private static final Pattern APPLICATION = Pattern.compile("[0-9A-Za-z_-]{1,64}");
    private static final Pattern CONNECTION = Pattern.compile("[0-9a-f]{32}");
    private static final int LONGEST_ID = 128;
    private static final int MOST = 1_000;
    private static final String USUAL = "100";

    /** A session's own loop is asked how far it is. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ManagementAccess access;
    private final Explainer explainer;

    ExplainEndpoint(ManagementAccess access, Explainer explainer) {
        this.access = access;
        this.explainer = explainer;
    }

    @Operation(
            summary = "Why a connection got or did not get a message",
            description =
                    "For the operator, or a token signed with adminKey that has realtime:admin:manage:application."
                            + " Without a connection: whom the message reached and missed. Answers for this node.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "What is known of it, be it nothing",
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = Explained.class),
                                            examples = {
                                                @ExampleObject(name = "one", value = Examples.ONE),
                                                @ExampleObject(name = "all", value = Examples.ALL)
                                            })))
    @GetMapping("/admin/v1/applications/{appId}/explain")
    Mono<Explained> explain(
            @PathVariable String appId,
            @Parameter(description = "The message's id, as publishing answered it") @RequestParam String message,
            @Parameter(description = "A connection's id") @RequestParam(required = false) @Nullable String connection,
            @Parameter(description = "How many of those reached, and of those missed, without a connection")
                    @RequestParam(defaultValue = USUAL)
                    int limit,
            @Parameter(hidden = true) ServerHttpRequest request) {
        if (!APPLICATION.matcher(appId).matches()) {
            throw new Refused(Reason.UNKNOWN_APPLICATION);
        }
        check(message, connection, limit);
        var application = new ApplicationId(appId);
        return access.check(request, application)
                .then(Mono.defer(() -> answer(application, connection, message, limit))
                        .subscribeOn(Schedulers.parallel()))
                .timeout(PATIENCE, Mono.error(() -> new Refused(Reason.UNAVAILABLE)));
    }

    private static void check(String message, @Nullable String connection, int limit) {
        if (message.isEmpty() || message.length() > LONGEST_ID) {
            throw new Refused(Reason.MALFORMED, "message is an id of 1 to " + LONGEST_ID + " characters");
        }
        if (connection != null && !CONNECTION.matcher(connection).matches()) {
            throw new Refused(Reason.MALFORMED, "connection is an id of 32 hex digits");
        }
        if (limit < 1 || limit > MOST) {
            throw new Refused(Reason.MALFORMED, "limit is a number from 1 to " + MOST);
        }
    }

    private Mono<Explained> answer(ApplicationId application, @Nullable String connection, String message, int limit) {
        return connection == null
                ? explainer.reach(application, message, limit).map(Explained::of)
                : explainer.explain(application, connection, message).map(Explained::of);
    }
}
