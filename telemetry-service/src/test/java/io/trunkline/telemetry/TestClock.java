package io.trunkline.telemetry;

import java.time.Instant;
import java.time.InstantSource;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

@TestConfiguration(proxyBeanMethods = false)
public class TestClock {
    public static final Instant NOW = Instant.parse("2026-11-21T10:17:42Z");

    @Bean
    @Primary
    InstantSource stoppedClock() {
        return InstantSource.fixed(NOW);
    }
}
