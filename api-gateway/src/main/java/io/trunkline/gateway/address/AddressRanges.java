package io.trunkline.gateway.address;

import java.net.InetAddress;
import java.util.List;

/** Addresses, written as ranges; none if none is written. */
public final class AddressRanges {
    private final List<AddressRange> ranges;

    private AddressRanges(List<AddressRange> ranges) {
        this.ranges = ranges;
    }

    /** IllegalArgumentException if an entry is neither an address nor a CIDR range. */
    public static AddressRanges of(List<String> entries) {
        return new AddressRanges(
                entries.stream().map(String::strip).map(AddressRange::parse).toList());
    }

    public boolean contains(InetAddress address) {
        var octets = address.getAddress();
        return ranges.stream().anyMatch(range -> range.contains(octets));
    }
}
