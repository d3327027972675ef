package io.trunkline.gateway.usage;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How usage is reported.
 *
 * @param dataDir batches wait in its folder {@code usage}
 * @param node the name of this gateway among others
 * @param serviceToken what this gateway says to the telemetry-service
 */
@Validated
@ConfigurationProperties("trunkline")
record UsageProperties(
        @DefaultValue("./data") Path dataDir,
        @DefaultValue("gateway") @NotBlank @Size(max = 100) String node,
        @NotBlank String serviceToken,
        @DefaultValue @Valid Telemetry telemetry,
        @DefaultValue @Valid Usage usage) {

    /** @param url the address of the telemetry-service */
    record Telemetry(
            @DefaultValue("http://127.0.0.1:8082") @NotNull URI url) {}

    /**
     * @param interval how often counts are written and sent
     * @param spoolFiles how many batches may wait, one a minute for up to 5,000 applications
     * @param spoolSize how large they may be together
     */
    record Usage(
            @DefaultValue("2s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
            Duration interval,

            @DefaultValue("10080") @Min(1) int spoolFiles,
            @DefaultValue("256MB") @NotNull DataSize spoolSize) {}

    @Override
    public String toString() {
        return "UsageProperties[node=" + node + "]";
    }
}
