package io.trunkline.admin.security;

import java.util.regex.Pattern;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Spring's strict firewall, but that the slashes of a topic pattern may be escaped, as most clients do with what they put into a path. */
@Component
final class PathFirewall implements ServerWebExchangeFirewall {
    private static final Pattern TOPIC_SETTINGS = Pattern.compile("/admin/v1/applications/[^/%]+/topics/.+");

    private final StrictServerWebExchangeFirewall strict = new StrictServerWebExchangeFirewall();
    private final StrictServerWebExchangeFirewall patterns = new StrictServerWebExchangeFirewall();

    PathFirewall() {
        patterns.setAllowUrlEncodedSlash(true);
    }

    @Override
    public Mono<ServerWebExchange> getFirewalledExchange(ServerWebExchange exchange) {
        var path = exchange.getRequest().getPath().value();
        return (TOPIC_SETTINGS.matcher(path).matches() ? patterns : strict).getFirewalledExchange(exchange);
    }
}
