package io.trunkline.gateway.sse;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How event streams are kept.
 *
 * @param heartBeat how often a stream says something, so that proxies and clients see that it lives; in steps of 5 s
 * @param retry what clients are told to wait before they come back
 * @param closeWithin how long a reader may take nothing of what is written before the end
 */
@ConfigurationProperties("trunkline.events")
record EventsProperties(
        @DefaultValue("15s") Duration heartBeat,
        @DefaultValue("3s") Duration retry,
        @DefaultValue("2s") Duration closeWithin) {

    EventsProperties {
        if (heartBeat.toMillis() < 1 || retry.isNegative() || closeWithin.isNegative()) {
            throw new IllegalArgumentException("trunkline.events: heart-beat is positive, the others are not negative");
        }
    }
}
