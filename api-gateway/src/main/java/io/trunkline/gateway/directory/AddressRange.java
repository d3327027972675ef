package io.trunkline.gateway.directory;

import io.netty.util.NetUtil;
import java.util.Arrays;

/** One address or CIDR range, of either family; the range of all IPv4 addresses stands for all addresses. */
final class AddressRange {
    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** Takes literal addresses only: a name is never looked up. */
    static AddressRange parse(String text) {
        var slash = text.indexOf('/');
        var network = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            throw new IllegalArgumentException("not an address or CIDR range: " + text);
        }
        var width = network.length * Byte.SIZE;
        var bits = slash < 0 ? width : prefixLength(text, slash + 1);
        if (bits < 0 || bits > width) {
            throw new IllegalArgumentException("not a prefix length of this address family: " + text);
        }
        return new AddressRange(network, bits);
    }

    private static int prefixLength(String text, int from) {
        try {
            return Integer.parseInt(text, from, text.length(), 10);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("not a prefix length: " + text, notANumber);
        }
    }

    boolean contains(byte[] address) {
        if (bits == 0) {
            return network.length == address.length || network.length == Integer.BYTES;
        }
        var whole = bits / Byte.SIZE;
        var spare = Byte.SIZE - bits % Byte.SIZE;
        return address.length == network.length
                && Arrays.equals(address, 0, whole, network, 0, whole)
                && (spare == Byte.SIZE || ((address[whole] ^ network[whole]) & 0xff) >>> spare == 0);
    }
}
