package io.trunkline.admin.outgoing;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Some ranges of addresses, each {@code address} or {@code address/prefix}. */
record AddressRanges(List<IpSubnetFilterRule> rules) {

    static AddressRanges of(List<String> texts) {
        return new AddressRanges(texts.stream().map(AddressRanges::rule).toList());
    }

    private static IpSubnetFilterRule rule(String text) {
        int slash = text.indexOf('/');
        String address = (slash < 0 ? text : text.substring(0, slash)).strip();
        InetAddress parsed = NetUtil.createInetAddressFromIpAddressString(address);
        if (parsed == null) {
            throw new IllegalArgumentException(text + " is not an address or CIDR range");
        }
        int prefix = slash < 0
                ? parsed.getAddress().length * Byte.SIZE
                : Integer.parseInt(text.substring(slash + 1).strip());
        return new IpSubnetFilterRule(parsed, prefix, IpFilterRuleType.ACCEPT);
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    boolean contains(InetAddress address) {
        var socket = new InetSocketAddress(address, 0);
        return rules.stream().anyMatch(rule -> rule.matches(socket));
    }
}
