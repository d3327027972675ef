package io.trunkline.gateway;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.Set;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** On some paths a query gives each parameter once: of two values Spring would make one text, or take the first, which nobody has meant. */
final class SingleParameters implements WebFilter {
    private final ServerWebExchangeMatcher paths;
    private final Set<String> several;

    /** @param several those of which there may be more */
    SingleParameters(ServerWebExchangeMatcher paths, Set<String> several) {
        this.paths = paths;
        this.several = several;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return paths.matches(exchange)
                .filter(match -> match.isMatch() && isDoubled(exchange.getRequest()))
                .<Void>flatMap(
                        match -> Mono.error(new Refused(Reason.MALFORMED, "each parameter of the query is given once")))
                .switchIfEmpty(Mono.defer(() -> chain.filter(exchange)));
    }

    private boolean isDoubled(ServerHttpRequest request) {
        return request.getQueryParams().entrySet().stream()
                .anyMatch(each -> each.getValue().size() > 1 && !several.contains(each.getKey()));
    }
}
