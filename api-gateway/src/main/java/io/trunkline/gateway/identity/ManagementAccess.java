package io.trunkline.gateway.identity;

import io.trunkline.broker.access.ApplicationId;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** Who may manage an application over HTTP: the operator, whom admin-service knows, and the application's owner, whose token is known here. */
@FunctionalInterface
public interface ManagementAccess {
    /** Completes where the caller may; fails with Refused UNAUTHENTICATED, FORBIDDEN, UNKNOWN_APPLICATION or UNAVAILABLE. */
    Mono<Void> check(ServerHttpRequest request, ApplicationId application);
}
