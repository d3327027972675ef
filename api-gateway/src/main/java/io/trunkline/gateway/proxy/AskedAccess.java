package io.trunkline.gateway.proxy;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.identity.ManagementAccess;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** Asks admin-service for the application in the caller's name: whoever may see it there may have it explained here. */
final class AskedAccess implements ManagementAccess {
    private final TenantPass pass;
    private final Upstream admin;

    AskedAccess(TenantPass pass, Upstream admin) {
        this.pass = pass;
        this.admin = admin;
    }

    @Override
    public Mono<Void> check(ServerHttpRequest request, ApplicationId application) {
        return pass.headers(request)
                .flatMap(headers -> admin.status("/admin/v1/applications/" + application, credentials(headers)))
                .flatMap(AskedAccess::read);
    }

    /** What else the caller sent could have the answer come out differently. */
    private static HttpHeaders credentials(HttpHeaders headers) {
        var own = new HttpHeaders();
        own.put(HttpHeaders.AUTHORIZATION, headers.getOrEmpty(HttpHeaders.AUTHORIZATION));
        own.put(TenantPass.APPLICATION, headers.getOrEmpty(TenantPass.APPLICATION));
        return own;
    }

    private static Mono<Void> read(HttpStatusCode status) {
        if (status.is2xxSuccessful()) {
            return Mono.empty();
        }
        return Mono.error(
                switch (status.value()) {
                    case 401 ->
                        new Refused(Reason.UNAUTHENTICATED, "Send the operator's token or one signed with adminKey");
                    case 403 -> new Refused(Reason.FORBIDDEN);
                    case 404 -> new Refused(Reason.UNKNOWN_APPLICATION);
                    case 429 -> new Refused(Reason.RATE_EXCEEDED);
                    default -> new Refused(Reason.UNAVAILABLE, "The admin-service does not say who may manage this");
                });
    }
}
