package io.trunkline.telemetry.usage;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How usage is kept.
 *
 * @param retention how long a record is kept after its minute, at least a day
 */
@Validated
@ConfigurationProperties("trunkline.telemetry")
record UsageProperties(
        @DefaultValue("90d") @DurationMin(days = 1) Duration retention) {}
