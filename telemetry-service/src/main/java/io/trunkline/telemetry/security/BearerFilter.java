package io.trunkline.telemetry.security;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Finds out who is calling from {@code Authorization: Bearer}; a token that is not known ends the request at once. */
final class BearerFilter implements WebFilter {
    private static final String SCHEME = "Bearer ";
    private static final String APPLICATION = "X-Trunkline-Application";

    private final Callers callers;
    private final Refusals refusals;

    BearerFilter(Callers callers, Refusals refusals) {
        this.callers = callers;
        this.refusals = refusals;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var headers = exchange.getRequest().getHeaders();
        var token = bearer(headers.getFirst(HttpHeaders.AUTHORIZATION));
        if (token == null) {
            return chain.filter(exchange);
        }
        var caller = callers.identify(token, headers.getFirst(APPLICATION));
        if (caller == null) {
            return refusals.unauthenticated(exchange, "the token is not known");
        }
        return chain.filter(exchange)
                .contextWrite(ReactiveSecurityContextHolder.withAuthentication(new CallerAuthentication(caller)));
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        return authorization.substring(SCHEME.length()).trim();
    }
}
