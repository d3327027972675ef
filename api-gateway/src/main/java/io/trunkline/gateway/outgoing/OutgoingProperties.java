package io.trunkline.gateway.outgoing;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where calls on behalf of tenants may go.
 *
 * @param allowedPrivate addresses and CIDR ranges that may be called although they are not public, and without TLS too
 * @param connectWithin how long a connection may take
 * @param maxConnections open at the same time to one host for one application
 */
@ConfigurationProperties("trunkline.outgoing")
record OutgoingProperties(
        @DefaultValue List<String> allowedPrivate,
        @DefaultValue("2s") Duration connectWithin,
        @DefaultValue("20") int maxConnections) {}
