package io.trunkline.gateway.identity;

import io.trunkline.broker.access.ApplicationId;
import java.util.List;
import java.util.Objects;
import org.springframework.http.server.PathContainer;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.ReactiveAuthenticationManagerResolver;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Authenticates the HTTP calls of applications' own backends: the path names the application, and with it the key. A token is never looked at with the key of
 * another application than the one whose path was called.
 */
public final class BackendAuthentication implements ReactiveAuthenticationManagerResolver<ServerWebExchange> {
    /** The paths this is for, the application's id in each. */
    public static final List<String> PATHS = List.of(
            "/api/topics/{appId}/**", "/topics/{appId}/**", "/api/connections/{appId}/**", "/connections/{appId}/**");

    private static final List<PathPattern> PATTERNS =
            PATHS.stream().map(PathPatternParser.defaultInstance::parse).toList();

    private final Authenticator authenticator;

    BackendAuthentication(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public Mono<ReactiveAuthenticationManager> resolve(ServerWebExchange exchange) {
        var application = application(exchange.getRequest().getPath());
        var source =
                Objects.requireNonNull(exchange.getRequest().getRemoteAddress()).getAddress();
        return Mono.just(bearer -> authenticator
                .authenticate(application, token(bearer), Purpose.ADMIN, source)
                .map(login -> new PrincipalAuthentication(login.principal())));
    }

    private static ApplicationId application(PathContainer path) {
        return PATTERNS.stream()
                .map(pattern -> pattern.matchAndExtract(path))
                .filter(Objects::nonNull)
                .findFirst()
                .map(match -> new ApplicationId(match.getUriVariables().getOrDefault("appId", "")))
                .orElseThrow();
    }

    private static String token(Authentication bearer) {
        return ((BearerTokenAuthenticationToken) bearer).getToken();
    }
}
