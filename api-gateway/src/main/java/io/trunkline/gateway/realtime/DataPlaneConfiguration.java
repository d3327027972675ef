package io.trunkline.gateway.realtime;

import io.trunkline.broker.LocalBroker;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DataPlaneConfiguration {

    @Bean
    DataPlane dataPlane(LocalBroker broker) {
        return new DataPlane(broker);
    }
}
