package io.trunkline.gateway.problem;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class ProblemConfiguration {

    /** Before Spring's own handlers, so that none of them answers in another form. */
    @Bean
    @Order(-10)
    Problems problems(JsonMapper json) {
        return new Problems(json);
    }

    /** Paths that security's firewall does not let through (dots, encoded slashes) are malformed requests like any other. */
    @Bean
    ServerExchangeRejectedHandler rejectedHandler(Problems problems) {
        return (exchange, rejected) -> problems.handle(
                exchange,
                new ResponseStatusException(HttpStatus.BAD_REQUEST, "The path or a header is not acceptable"));
    }
}
