package io.trunkline.gateway.identity;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often lines may be opened, and new tokens shown on them; 0 per second means without limit.
 *
 * @param subjectBurst by one subject of an application at once
 * @param subjectPerSecond and after that
 * @param addressBurst from one source address at once, of IPv6 from one network of 64 bits
 * @param addressPerSecond and after that
 * @param exempt addresses and CIDR ranges that are not counted at all
 */
@ConfigurationProperties("trunkline.handshakes")
record HandshakeProperties(
        @DefaultValue("10") int subjectBurst,
        @DefaultValue("1") int subjectPerSecond,
        @DefaultValue("2000") int addressBurst,
        @DefaultValue("100") int addressPerSecond,
        @DefaultValue({"127.0.0.0/8", "::1"}) List<String> exempt) {

    HandshakeProperties {
        if (subjectPerSecond < 0 || addressPerSecond < 0 || subjectBurst < 1 || addressBurst < 1) {
            throw new IllegalArgumentException("trunkline.handshakes: rates are at least 0, bursts at least 1");
        }
    }
}
