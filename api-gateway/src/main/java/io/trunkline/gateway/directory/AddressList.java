package io.trunkline.gateway.directory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.trunkline.gateway.address.AddressRange;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Source addresses and CIDR ranges, those with {@code !} in front denying (spec/realtime.md section 17). A denial wins over any allowance; a list of
 * denials alone allows all others; {@code 0.0.0.0/0}, the default of every application, means any address, IPv6 included; an empty list allows any.
 */
public final class AddressList {
    private final List<String> entries;
    private final List<AddressRange> allowed;
    private final List<AddressRange> denied;

    private AddressList(List<String> entries) {
        this.entries = List.copyOf(entries);
        this.allowed = entries.stream()
                .filter(entry -> !entry.startsWith("!"))
                .map(AddressRange::parse)
                .toList();
        this.denied = entries.stream()
                .filter(entry -> entry.startsWith("!"))
                .map(entry -> AddressRange.parse(entry.substring(1)))
                .toList();
    }

    /** A list as it is written; IllegalArgumentException if an entry is neither an address nor a range. */
    @JsonCreator
    public static AddressList of(@Nullable List<String> entries) {
        return new AddressList(entries == null ? List.of() : entries);
    }

    /** The list as it was written. */
    @JsonValue
    public List<String> entries() {
        return entries;
    }

    /** Whether a caller at this address is let in. */
    public boolean admits(InetAddress address) {
        var octets = address.getAddress();
        return denied.stream().noneMatch(range -> range.contains(octets))
                && (allowed.isEmpty() || allowed.stream().anyMatch(range -> range.contains(octets)));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AddressList that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
