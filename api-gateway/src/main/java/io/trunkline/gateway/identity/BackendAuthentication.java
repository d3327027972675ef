package io.trunkline.gateway.identity;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Refused;
import java.net.InetAddress;
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

    /** Those of them that clients may call as well, with a token of theirs. */
    public static final List<String> CLIENT_PATHS = List.of("/api/topics/{appId}/history", "/topics/{appId}/history");

    private static final List<PathPattern> PATTERNS = parsed(PATHS);
    private static final List<PathPattern> CLIENTS = parsed(CLIENT_PATHS);

    private final Authenticator authenticator;

    BackendAuthentication(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public Mono<ReactiveAuthenticationManager> resolve(ServerWebExchange exchange) {
        var application = application(exchange.getRequest().getPath());
        var source =
                Objects.requireNonNull(exchange.getRequest().getRemoteAddress()).getAddress();
        var clients = CLIENTS.stream()
                .anyMatch(pattern -> pattern.matches(exchange.getRequest().getPath()));
        return Mono.just(bearer -> authenticate(application, token(bearer), source, clients)
                .map(login -> new PrincipalAuthentication(login.principal())));
    }

    /** Where clients may call, a token that is not theirs is tried as a backend's. */
    private Mono<Login> authenticate(ApplicationId application, String token, InetAddress source, boolean clients) {
        var backend = authenticator.authenticate(application, token, Purpose.ADMIN, source);
        return clients
                ? authenticator
                        .authenticate(application, token, Purpose.CLIENT, source)
                        .onErrorResume(Refused.class, no -> backend)
                : backend;
    }

    private static List<PathPattern> parsed(List<String> paths) {
        return paths.stream().map(PathPatternParser.defaultInstance::parse).toList();
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
