package io.trunkline.gateway;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where Spring meets the core: the core is handed all that it does not ask for itself. */
@Configuration(proxyBeanMethods = false)
class BrokerConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
