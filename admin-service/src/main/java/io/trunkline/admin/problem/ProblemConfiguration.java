package io.trunkline.admin.problem;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class ProblemConfiguration {

    /** Ordered before WebFlux's own handler of status exceptions, which would answer without a body. */
    @Bean
    @Order(-2)
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }
}
