package io.trunkline.gateway.problem;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.List;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** On the HTTP API a query gives each parameter once: of two values Spring would make one text, which nobody has meant. */
final class SingleParameters implements WebFilter {
    private static final String PATHS = "/api/";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return isDoubled(exchange.getRequest())
                ? Mono.error(new Refused(Reason.MALFORMED, "each parameter of the query is given once"))
                : chain.filter(exchange);
    }

    private static boolean isDoubled(ServerHttpRequest request) {
        return request.getPath().value().startsWith(PATHS)
                && request.getQueryParams().values().stream()
                        .mapToInt(List::size)
                        .anyMatch(count -> count > 1);
    }
}
