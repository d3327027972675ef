package io.trunkline.gateway.outgoing;

import io.trunkline.gateway.address.AddressRanges;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** The addresses of the open Internet: all but those of the special registries of RFC 6890, so neither private ones nor this host's own. */
final class PublicAddresses {
    private static final AddressRanges SPECIAL = AddressRanges.of(List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            "::/8",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fe80::/9",
            "ff00::/8"));

    /** What a translating network (RFC 6052) makes of IPv4 addresses. */
    private static final AddressRanges TRANSLATED = AddressRanges.of(List.of("64:ff9b::/96"));

    private PublicAddresses() {}

    static boolean contains(InetAddress address) {
        return TRANSLATED.contains(address) ? contains(embedded(address)) : !SPECIAL.contains(address);
    }

    private static InetAddress embedded(InetAddress translated) {
        var octets = translated.getAddress();
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(octets, octets.length - Integer.BYTES, octets.length));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
