package io.trunkline.mqtt;

import java.time.Duration;

/**
 * What strangers may hold before they have logged in.
 *
 * @param waiting connections without a CONNACK, of all listeners together
 * @param waitingOfAddress those of one address, of IPv6 of one network of 64 bits
 * @param tlsHandshake from accepting the socket to the end of the handshake; the time to connect bounds it too
 */
public record ArrivalLimits(int waiting, int waitingOfAddress, Duration tlsHandshake) {

    public ArrivalLimits {
        if (waiting < 1 || waitingOfAddress < 1 || tlsHandshake.isNegative() || tlsHandshake.isZero()) {
            throw new IllegalArgumentException("waiting and waitingOfAddress are at least 1, tlsHandshake is positive");
        }
    }

    /** 10,000 in all, 1,000 of an address, 5 s. */
    public static ArrivalLimits standard() {
        return new ArrivalLimits(10_000, 1_000, Duration.ofSeconds(5));
    }
}
