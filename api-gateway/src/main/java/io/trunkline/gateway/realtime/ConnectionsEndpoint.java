package io.trunkline.gateway.realtime;

import io.swagger.v3.oas.annotations.Operation;
import io.trunkline.broker.Connection;
import io.trunkline.broker.access.Action;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.refusal.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Ends connections, on whatever door they came in (spec, section 15). A body is neither needed nor looked at. */
@RestController
class ConnectionsEndpoint {
    private final DataPlane plane;

    /** @param terminated how many were open until now */
    record Terminated(long terminated) {}

    ConnectionsEndpoint(DataPlane plane) {
        this.plane = plane;
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
            var ended = plane.connections(backend)
                    .filter(connection -> subject == null
                            || subject.equals(connection.principal().subject()))
                    .toList();
            ended.forEach(ConnectionsEndpoint::end);
            return new Terminated(ended.size());
        });
    }

    private static void end(Connection connection) {
        connection.close(Reason.TERMINATED);
    }
}
