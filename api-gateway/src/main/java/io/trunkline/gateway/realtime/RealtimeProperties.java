package io.trunkline.gateway.realtime;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of the realtime door (spec, section 11).
 *
 * @param envelope what a frame or body may have beside its payload
 * @param sendBuffer what may wait for one connection before it is cut
 * @param idle a connection from which nothing is heard for so long is closed
 * @param closeWithin how long a peer may take to answer a close
 */
@ConfigurationProperties("trunkline.realtime")
record RealtimeProperties(
        @DefaultValue("1KB") DataSize envelope,
        @DefaultValue("64KB") DataSize sendBuffer,
        @DefaultValue("30s") Duration idle,
        @DefaultValue("2s") Duration closeWithin) {

    RealtimeProperties {
        if (envelope.toBytes() < 256 || sendBuffer.toBytes() < 4096 || sendBuffer.toBytes() > 1 << 30) {
            throw new IllegalArgumentException(
                    "trunkline.realtime: envelope is at least 256 B, send-buffer between 4 KB and 1 GB");
        }
        if (idle.toSeconds() < 1 || closeWithin.isNegative()) {
            throw new IllegalArgumentException("trunkline.realtime: idle is at least 1s, close-within not negative");
        }
    }
}
