package io.trunkline.gateway.proxy;

import io.trunkline.broker.access.Action;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.identity.Authenticator;
import io.trunkline.gateway.identity.Bearer;
import io.trunkline.gateway.identity.Purpose;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Exchanges a tenant's own token, which only the gateway can verify, for the services' word "acts as the owner of this application". Anything else in
 * Authorization is left to the services, and nobody outside can say that word.
 */
final class TenantPass {
    /** Names the application on whose owner's behalf the gateway calls; from outside it is never accepted. */
    static final String APPLICATION = "X-Trunkline-Application";

    private static final List<PathPattern> PATHS = List.of(
            PathPatternParser.defaultInstance.parse("/admin/v1/applications/{appId}/**"),
            PathPatternParser.defaultInstance.parse("/telemetry/heatmap/connections/countries/{appId}/**"),
            PathPatternParser.defaultInstance.parse("/telemetry/{report}/{appId}/**"));

    private final Authenticator authenticator;
    private final @Nullable String serviceToken;

    TenantPass(Authenticator authenticator, @Nullable String serviceToken) {
        this.authenticator = authenticator;
        this.serviceToken = serviceToken;
    }

    /** The headers to hand on, or {@link Refused} if a tenant's token does not open this path. */
    Mono<HttpHeaders> headers(ServerHttpRequest request) {
        var headers = Hop.handedOn(request);
        headers.remove(APPLICATION);
        var application = application(request.getPath());
        var token = Bearer.token(request.getHeaders());
        if (application == null || token == null || !isSigned(token)) {
            return Mono.just(headers);
        }
        var source = Objects.requireNonNull(request.getRemoteAddress()).getAddress();
        return authenticator
                .authenticate(application, token, Purpose.ADMIN, source)
                .map(login -> exchanged(headers, login.principal()));
    }

    private HttpHeaders exchanged(HttpHeaders headers, Principal principal) {
        if (!principal.permissions().may(Action.MANAGE_APPLICATION)) {
            throw new Refused(Reason.FORBIDDEN, "The token lacks the permission " + Action.MANAGE_APPLICATION.claim());
        }
        if (serviceToken == null || serviceToken.isBlank()) {
            throw new Refused(Reason.UNAVAILABLE, "This gateway has no services behind it");
        }
        headers.setBearerAuth(serviceToken);
        headers.set(APPLICATION, principal.application().value());
        return headers;
    }

    private static @Nullable ApplicationId application(PathContainer path) {
        for (var pattern : PATHS) {
            var match = pattern.matchAndExtract(path);
            if (match != null) {
                return new ApplicationId(match.getUriVariables().getOrDefault("appId", ""));
            }
        }
        return null;
    }

    /** Whether this is a compact JWT; operators' tokens are not. */
    private static boolean isSigned(String token) {
        return token.chars().filter(character -> character == '.').count() == 2;
    }
}
