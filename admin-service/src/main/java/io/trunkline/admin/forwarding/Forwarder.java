package io.trunkline.admin.forwarding;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One forwarder of one application.
 *
 * @param forwarderId 32 hexadecimal digits, given by the server
 * @param version the version the application had when the forwarder became what it is: also its ETag
 */
@JsonPropertyOrder({"forwarderId", "version", "createdAt", "updatedAt"})
record Forwarder(
        String forwarderId,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @JsonUnwrapped ForwarderSettings settings) {

    /** As callers see it: secrets are write-only, but for a webhook's when it is set. */
    Forwarder shown(@Nullable String fresh) {
        return new Forwarder(forwarderId, version, createdAt, updatedAt, settings.shown(fresh));
    }
}
