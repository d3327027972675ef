package io.trunkline.gateway.history;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How durable topics are written and read.
 *
 * @param patience how long a publish may wait for the database before it is refused
 * @param maxWaiting publications that may wait together
 * @param maxWaitingSize the memory they may take
 * @param batch what is committed together at most
 * @param maxTopics durable topics of one application
 * @param memory the newest publications that are kept in memory beside the database
 * @param pages what was read from the database and is kept for the next reader
 */
@Validated
@ConfigurationProperties("trunkline.history")
record HistoryProperties(
        @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration patience,

        @DefaultValue("100000") @Min(1) int maxWaiting,
        @DefaultValue("64MB") @NotNull DataSize maxWaitingSize,
        @DefaultValue("2000") @Min(1) @Max(10_000) int batch,
        @DefaultValue("100000") @Min(1) int maxTopics,
        @DefaultValue("64MB") @NotNull DataSize memory,
        @DefaultValue("64MB") @NotNull DataSize pages) {}
