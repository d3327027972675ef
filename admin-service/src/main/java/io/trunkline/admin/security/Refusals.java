package io.trunkline.admin.security;

import io.trunkline.admin.problem.ProblemCode;
import io.trunkline.admin.problem.ProblemException;
import io.trunkline.admin.problem.ProblemWriter;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** How security says no: 400 for paths its firewall rejects, 401 and 403, as problem details. */
final class Refusals
        implements ServerAuthenticationEntryPoint, ServerAccessDeniedHandler, ServerExchangeRejectedHandler {

    private final ProblemWriter problems;

    Refusals(ProblemWriter problems) {
        this.problems = problems;
    }

    /** 401 with {@code WWW-Authenticate} as RFC 6750 section 3 wants it. */
    @Override
    public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException error) {
        boolean presented = exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION);
        String challenge = "Bearer realm=\"trunkline\"" + (presented ? ", error=\"invalid_token\"" : "");
        exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, challenge);
        String detail = presented ? "The bearer token does not verify" : "A bearer token is needed";
        return problems.handle(exchange, ProblemException.of(ProblemCode.UNAUTHENTICATED, detail));
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, AccessDeniedException denied) {
        return problems.handle(
                exchange, ProblemException.of(ProblemCode.FORBIDDEN, "This token does not give access here"));
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, ServerExchangeRejectedException rejected) {
        return problems.handle(
                exchange,
                ProblemException.of(ProblemCode.MALFORMED, "The path or a header has characters not allowed"));
    }
}
