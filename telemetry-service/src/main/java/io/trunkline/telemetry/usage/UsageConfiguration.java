package io.trunkline.telemetry.usage;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UsageProperties.class)
class UsageConfiguration {

    @Bean
    UsageRetention usageRetention(UsageRecords records, UsageProperties properties) {
        return new UsageRetention(records.forgetOlderThan(properties.retention()));
    }
}
