package io.trunkline.gateway.realtime;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds for all lines of the realtime door; what an application may take is in its own limits (spec, section 11).
 *
 * @param closeWithin how long a peer may take to answer a close
 * @param permessageDeflate whether compression is agreed on with clients that offer it
 */
@ConfigurationProperties("trunkline.realtime")
record RealtimeProperties(
        @DefaultValue("2s") Duration closeWithin,
        @DefaultValue("false") boolean permessageDeflate) {

    RealtimeProperties {
        if (closeWithin.isNegative()) {
            throw new IllegalArgumentException("trunkline.realtime: close-within is not negative");
        }
    }
}
