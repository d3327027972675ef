package io.trunkline.admin.application;

import io.netty.util.NetUtil;
import io.trunkline.admin.problem.ProblemException;
import java.util.regex.Pattern;

/** One entry of an address list: {@code [!]address[/prefix]}, IPv4 or IPv6, never a host name. */
final class SourceAddress {

    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]+");

    private SourceAddress() {}

    static void check(String path, String text) {
        String range = text.startsWith("!") ? text.substring(1) : text;
        int slash = range.indexOf('/');
        String address = slash < 0 ? range : range.substring(0, slash);
        int bits = bits(path, address);
        if (slash >= 0 && !isPrefix(range.substring(slash + 1), bits)) {
            throw ProblemException.invalid(path, "must have a prefix length from 0 to " + bits + " after the slash");
        }
    }

    private static int bits(String path, String address) {
        if (NetUtil.isValidIpV4Address(address)) {
            return 32;
        }
        if (LITERAL.matcher(address).matches() && NetUtil.isValidIpV6Address(address)) {
            return 128;
        }
        throw ProblemException.invalid(path, "must be an IPv4 or IPv6 address or CIDR range, ! in front denies");
    }

    private static boolean isPrefix(String text, int bits) {
        return PREFIX.matcher(text).matches() && Integer.parseInt(text) <= bits;
    }
}
