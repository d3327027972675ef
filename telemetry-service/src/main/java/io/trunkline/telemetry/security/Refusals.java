package io.trunkline.telemetry.security;

import io.trunkline.telemetry.problem.ProblemCode;
import io.trunkline.telemetry.problem.ProblemException;
import io.trunkline.telemetry.problem.ProblemWriter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** How the two refusals of this package leave: as problems, the first with the challenge that RFC 9110 section 15.5.2 asks for. */
final class Refusals {
    private final ProblemWriter problems;

    Refusals(ProblemWriter problems) {
        this.problems = problems;
    }

    Mono<Void> unauthenticated(ServerWebExchange exchange, String detail) {
        exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"trunkline\"");
        return problems.handle(exchange, ProblemException.of(ProblemCode.UNAUTHENTICATED, detail));
    }

    Mono<Void> forbidden(ServerWebExchange exchange) {
        var detail =
                "this caller may not use " + exchange.getRequest().getPath().value();
        return problems.handle(exchange, ProblemException.of(ProblemCode.FORBIDDEN, detail));
    }
}
