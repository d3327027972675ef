package io.trunkline.admin.application;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/**
 * One application (tenant) as the admin API, the snapshot and the feed show it, keys included.
 *
 * @param appId 32 hexadecimal digits, given by the server
 * @param version the number of the change that made it what it is: also its ETag and its id in the feed
 */
@JsonPropertyOrder({"appId", "version", "createdAt", "updatedAt"})
public record Application(
        String appId,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @JsonUnwrapped ApplicationSettings settings) {

    Application with(ApplicationSettings others) {
        return new Application(appId, version, createdAt, updatedAt, others);
    }

    Application changed(long newVersion, Instant at, ApplicationSettings newSettings) {
        return new Application(appId, newVersion, createdAt, at, newSettings);
    }
}
