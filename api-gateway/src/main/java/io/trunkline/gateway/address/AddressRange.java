package io.trunkline.gateway.address;

import io.netty.util.NetUtil;
import java.util.Arrays;

/**
 * One address or CIDR range, of either family; the range of all IPv4 addresses stands for all addresses. IPv4 addresses in IPv6 clothes (RFC 4291, section
 * 2.5.5.2) count as what they are.
 */
public final class AddressRange {
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** Takes literal addresses only, a name is never looked up; IllegalArgumentException if it is neither an address nor a range. */
    public static AddressRange parse(String text) {
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
        var plain = unmapped(network);
        var dressed = network.length - plain.length;
        return bits < dressed * Byte.SIZE
                ? new AddressRange(network, bits)
                : new AddressRange(plain, bits - dressed * Byte.SIZE);
    }

    private static int prefixLength(String text, int from) {
        try {
            return Integer.parseInt(text, from, text.length(), 10);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("not a prefix length: " + text, notANumber);
        }
    }

    /** Whether an address, of 4 or 16 octets, is in the range. */
    public boolean contains(byte[] octets) {
        var address = unmapped(octets);
        if (bits == 0) {
            return network.length == address.length || network.length == Integer.BYTES;
        }
        var whole = bits / Byte.SIZE;
        var spare = Byte.SIZE - bits % Byte.SIZE;
        return address.length == network.length
                && Arrays.equals(address, 0, whole, network, 0, whole)
                && (spare == Byte.SIZE || ((address[whole] ^ network[whole]) & 0xff) >>> spare == 0);
    }

    private static byte[] unmapped(byte[] octets) {
        return octets.length == MAPPED.length + Integer.BYTES
                        && Arrays.equals(octets, 0, MAPPED.length, MAPPED, 0, MAPPED.length)
                ? Arrays.copyOfRange(octets, MAPPED.length, octets.length)
                : octets;
    }
}
