package io.trunkline.gateway.directory;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Where the applications come from.
 *
 * @param dataDir where the last snapshot is kept
 * @param serviceToken what this gateway says to the admin-service
 * @param admin the admin-service
 */
@Validated
@ConfigurationProperties("trunkline")
record DirectoryProperties(
        @DefaultValue("./data") Path dataDir,
        @Nullable String serviceToken,
        @DefaultValue Admin admin,
        @DefaultValue Feed directory) {

    /** @param url its address */
    record Admin(
            @DefaultValue("http://127.0.0.1:8081") @NotNull URI url) {}

    /**
     * @param file a directory file to use instead of the admin-service
     * @param patience how long a start waits for the admin-service where there is a kept snapshot, which then holds until it answers
     * @param silence how long the feed may say nothing, heart-beats (every 10 s) included, before it counts as lost
     * @param retryAfter how long after a loss the feed is opened again; longer each time
     * @param maxRetryAfter the longest such wait
     * @param maxSnapshot the largest snapshot that is taken
     */
    record Feed(
            @Nullable Path file,
            @DefaultValue("3s") Duration patience,
            @DefaultValue("25s") Duration silence,
            @DefaultValue("200ms") Duration retryAfter,
            @DefaultValue("10s") Duration maxRetryAfter,
            @DefaultValue("64MB") DataSize maxSnapshot) {}
}
