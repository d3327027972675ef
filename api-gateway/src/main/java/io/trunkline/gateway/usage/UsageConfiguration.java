package io.trunkline.gateway.usage;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

/** Usage is counted wherever it can be reported: a gateway without a service token stands alone. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("trunkline.service-token")
@EnableConfigurationProperties(UsageProperties.class)
class UsageConfiguration {

    @Bean
    UsageMeter usageMeter() {
        return new UsageMeter();
    }

    @Bean
    UsageSpool usageSpool(UsageProperties properties) throws IOException {
        var usage = properties.usage();
        var bounds = new UsageSpool.Bounds(usage.spoolFiles(), usage.spoolSize().toBytes());
        return UsageSpool.open(properties.dataDir().resolve("usage"), bounds);
    }

    @Bean
    UsageReporter usageReporter(
            UsageProperties properties,
            UsageMeter meter,
            UsageSpool spool,
            WebClient.Builder clients,
            InstantSource clock) {
        var run = new NodeRun(properties.node(), UUID.randomUUID().toString().replace("-", ""));
        var journal = new UsageJournal(run, meter, new UsageSheet(clock.instant()), spool);
        var client = clients.clone()
                .baseUrl(properties.telemetry().url().toString())
                .defaultHeaders(headers -> headers.setBearerAuth(properties.serviceToken()))
                .build();
        return new UsageReporter(
                journal,
                spool,
                new TelemetryClient(client),
                clock,
                properties.usage().interval());
    }

    @Bean
    MeterBinder usageSpoolMeters(UsageSpool spool) {
        return registry -> {
            Gauge.builder("trunkline.usage.batches.waiting", spool, UsageSpool::waiting)
                    .description("Usage batches on disk that the telemetry-service has not taken yet")
                    .register(registry);
            FunctionCounter.builder("trunkline.usage.batches.dropped", spool, UsageSpool::dropped)
                    .description("Usage batches given up because too many waited")
                    .register(registry);
        };
    }
}
