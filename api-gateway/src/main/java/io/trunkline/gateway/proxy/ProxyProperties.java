package io.trunkline.gateway.proxy;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The services behind this gateway.
 *
 * @param serviceToken what this gateway says to them; without it no tenant's token is of use on their paths
 * @param admin the admin-service
 * @param telemetry the telemetry-service
 */
@ConfigurationProperties("trunkline")
record ProxyProperties(
        @Nullable String serviceToken,
        @DefaultValue Admin admin,
        @DefaultValue Telemetry telemetry,
        @DefaultValue Proxy proxy) {

    /** @param url the admin-service's address */
    record Admin(@DefaultValue("http://127.0.0.1:8081") URI url) {}

    /** @param url the telemetry-service's address */
    record Telemetry(@DefaultValue("http://127.0.0.1:8082") URI url) {}

    /**
     * @param maxRequest the largest body of a request that is handed on
     * @param maxConnections open at the same time to each service
     * @param maxWaiting requests that may wait for a connection, for each service
     * @param answerWithin how long a service may take until its answer begins; how long the answer then lasts is not limited
     */
    record Proxy(
            @DefaultValue("1MB") DataSize maxRequest,
            @DefaultValue("100") int maxConnections,
            @DefaultValue("500") int maxWaiting,
            @DefaultValue("30s") Duration answerWithin) {}
}
