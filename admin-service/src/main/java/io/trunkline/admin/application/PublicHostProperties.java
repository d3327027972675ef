package io.trunkline.admin.application;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How this installation is reached from outside.
 *
 * @param publicHost the gateway's host name, with its port where this is not the scheme's own; when absent, the one by which the caller came
 */
@ConfigurationProperties("trunkline")
record PublicHostProperties(@Nullable String publicHost) {

    PublicHostProperties {
        publicHost = publicHost == null || publicHost.isBlank() ? null : publicHost.strip();
        if (publicHost != null && !PublicHost.isHost(publicHost)) {
            throw new IllegalArgumentException(
                    "trunkline.public-host must be a host name or address, with a port if need be, without https://");
        }
    }
}
