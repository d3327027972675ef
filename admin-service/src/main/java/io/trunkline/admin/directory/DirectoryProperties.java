package io.trunkline.admin.directory;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The change feed's clocks.
 *
 * @param heartBeat the longest silence of a feed
 * @param poll how often the table is looked at although nothing was notified
 */
@Validated
@ConfigurationProperties("trunkline.directory")
record DirectoryProperties(
        @DefaultValue("10s") @NotNull @DurationMin(millis = 10)
        Duration heartBeat,

        @DefaultValue("5s") @NotNull @DurationMin(millis = 10)
        Duration poll) {}
