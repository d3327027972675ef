package io.trunkline.bench.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Addresses of this machine in 127.0.0.0/8. */
public final class Loopback {
    private Loopback() {}

    /** Port {@code port} of 127.0.0.1. */
    public static InetSocketAddress port(int port) {
        return new InetSocketAddress(address(1), port);
    }

    /** The address 127.0.0.{@code last}. */
    public static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
