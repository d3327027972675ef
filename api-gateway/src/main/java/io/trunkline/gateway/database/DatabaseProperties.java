package io.trunkline.gateway.database;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The gateway's database.
 *
 * @param databaseUrl {@code postgresql://user:password@host:port/database?sslmode=...}; without it nothing is durable
 */
@Validated
@ConfigurationProperties("trunkline")
record DatabaseProperties(
        @Nullable String databaseUrl, @DefaultValue @Valid Bounds database) {

    /**
     * @param maxConnections shared by all that reads; writers have theirs
     * @param connectWithin how long opening a connection, or waiting for one, may take
     * @param answerWithin how long the database may work at one statement
     */
    record Bounds(
            @DefaultValue("4") @Min(1) @Max(100) int maxConnections,

            @DefaultValue("3s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
            Duration connectWithin,

            @DefaultValue("10s") @DurationMin(seconds = 1) @DurationMax(minutes = 10)
            Duration answerWithin) {}

    @Override
    public String toString() {
        return "DatabaseProperties[]";
    }
}
