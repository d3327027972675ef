package io.trunkline.gateway.realtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.trunkline.broker.Connection;
import io.trunkline.broker.access.Action;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.refusal.Reason;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Shows and ends connections, on whatever door they came in (spec, section 15). A body is neither needed nor looked at. */
@RestController
class ConnectionsEndpoint {
    private static final int MOST = 1_000;
    private static final String USUAL = "100";

    private final DataPlane plane;

    /** @param terminated how many were open until now */
    record Terminated(long terminated) {}

    ConnectionsEndpoint(DataPlane plane) {
        this.plane = plane;
    }

    /**
     * One page of them, by their ids.
     *
     * @param total of all pages
     * @param next what the next page comes after; null when this is the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(
            int total,
            List<OpenConnection> connections,
            @Nullable String next) {}

    /** @param after a page's {@code next}, for the page behind it */
    @Operation(
            summary = "List the connections of a subject, or all",
            description = "Needs realtime:admin:manage:connections; costs 256 bytes; a page has at most 1000")
    @GetMapping({"/api/connections/{appId}", "/connections/{appId}"})
    Mono<Page> list(
            @AuthenticationPrincipal Principal backend,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(defaultValue = USUAL) int limit,
            @RequestParam(defaultValue = "") String after) {
        if (limit < 1 || limit > MOST) {
            throw Fields.malformed("limit is a number from 1 to " + MOST);
        }
        return plane.call(backend, Action.MANAGE_CONNECTIONS, () -> {
            var page = ConnectionPage.of(of(backend, subject), after, limit);
            var shown = page.connections().stream().map(OpenConnection::of).toList();
            return new Page(
                    page.total(),
                    shown,
                    page.isLast() ? null : shown.get(limit - 1).connectionId());
        });
    }

    @Operation(
            summary = "A connection and its subscriptions",
            description = "Needs realtime:admin:manage:connections; costs 256 bytes")
    @GetMapping({"/api/connections/{appId}/{connectionId}", "/connections/{appId}/{connectionId}"})
    Mono<OpenConnection.Detailed> inspect(
            @AuthenticationPrincipal Principal backend, @PathVariable String connectionId) {
        return plane.call(
                backend,
                Action.MANAGE_CONNECTIONS,
                () -> OpenConnection.Detailed.of(plane.connection(backend, connectionId)));
    }

    @Operation(summary = "End a connection", description = "Needs realtime:admin:manage:connections; costs 256 bytes")
    @DeleteMapping({"/api/connections/{appId}/{connectionId}", "/connections/{appId}/{connectionId}"})
    Mono<Terminated> one(@AuthenticationPrincipal Principal backend, @PathVariable String connectionId) {
        return plane.call(backend, Action.MANAGE_CONNECTIONS, () -> {
            end(plane.connection(backend, connectionId));
            return new Terminated(1);
        });
    }

    /** Of one subject, or all. */
    @Operation(
            summary = "End the connections of a subject, or all",
            description = "Needs realtime:admin:manage:connections; costs 256 bytes")
    @DeleteMapping({"/api/connections/{appId}", "/connections/{appId}"})
    Mono<Terminated> all(
            @AuthenticationPrincipal Principal backend, @RequestParam(required = false) @Nullable String subject) {
        return plane.call(backend, Action.MANAGE_CONNECTIONS, () -> {
            var ended = of(backend, subject).toList();
            ended.forEach(ConnectionsEndpoint::end);
            return new Terminated(ended.size());
        });
    }

    private Stream<Connection> of(Principal backend, @Nullable String subject) {
        return plane.connections(backend)
                .filter(connection ->
                        subject == null || subject.equals(connection.principal().subject()));
    }

    private static void end(Connection connection) {
        connection.close(Reason.TERMINATED);
    }
}
