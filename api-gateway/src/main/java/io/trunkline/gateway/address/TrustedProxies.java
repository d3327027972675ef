package io.trunkline.gateway.address;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whose word on where a request came from is taken: proxies of one's own, by their addresses. */
public record TrustedProxies(AddressRanges proxies) {

    /**
     * The address a request came from: the peer's, unless that is a proxy of ours; then the last one in X-Forwarded-For that is none, because whatever stands
     * before it was written by a stranger.
     *
     * @param forwardedFor the values of the header, in their order
     */
    public InetAddress origin(InetAddress peer, List<String> forwardedFor) {
        var hops = forwardedFor.stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .toList();
        var origin = peer;
        for (var i = hops.size() - 1; i >= 0 && proxies.contains(origin); i--) {
            var before = parse(hops.get(i).strip());
            if (before == null) {
                return origin;
            }
            origin = before;
        }
        return origin;
    }

    /** Whether this is one of them. */
    public boolean contain(InetAddress peer) {
        return proxies.contains(peer);
    }

    /** With or without a port; null if it is no address. */
    private static @Nullable InetAddress parse(String hop) {
        var octets = NetUtil.createByteArrayFromIpAddressString(withoutPort(hop));
        try {
            return octets == null ? null : InetAddress.getByAddress(octets);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            return hop.substring(1, Math.max(1, hop.indexOf(']')));
        }
        var colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }
}
