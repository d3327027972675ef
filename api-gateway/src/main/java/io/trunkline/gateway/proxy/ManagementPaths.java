package io.trunkline.gateway.proxy;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The paths of the services that are reachable from outside; there are no others, their internal ones least of all. */
@Hidden
@RestController
class ManagementPaths {
    private final TenantPass pass;
    private final Upstream admin;
    private final Upstream telemetry;

    ManagementPaths(TenantPass pass, Upstream adminService, Upstream telemetryService) {
        this.pass = pass;
        this.admin = adminService;
        this.telemetry = telemetryService;
    }

    @RequestMapping({"/admin/v1/**", "/console/**"})
    Mono<Void> admin(ServerWebExchange exchange) {
        return forward(exchange, admin);
    }

    @RequestMapping("/telemetry/**")
    Mono<Void> telemetry(ServerWebExchange exchange) {
        return forward(exchange, telemetry);
    }

    private Mono<Void> forward(ServerWebExchange exchange, Upstream upstream) {
        return pass.headers(exchange.getRequest()).flatMap(headers -> upstream.forward(exchange, headers));
    }
}
