package io.trunkline.gateway.identity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How tokens are verified.
 *
 * @param clockSkew how far the clocks of those who issue tokens may be off
 * @param maxWaiting how many public-key signatures may wait to be checked before further tokens are refused
 */
@ConfigurationProperties("trunkline.identity")
record IdentityProperties(
        @DefaultValue("5s") Duration clockSkew,
        @DefaultValue("10000") int maxWaiting) {}
