package io.trunkline.admin.outgoing;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutgoingProperties.class)
class OutgoingConfiguration {

    @Bean
    OutgoingAddresses outgoingAddresses(OutgoingProperties properties) {
        return new OutgoingAddresses(properties.allowedPrivate());
    }
}
