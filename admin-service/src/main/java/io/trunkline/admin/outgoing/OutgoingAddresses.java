package io.trunkline.admin.outgoing;

import io.netty.util.NetUtil;
import io.trunkline.admin.problem.ProblemException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses gateways may be told to call: HTTPS to public ones, anything to those that the operator has allowed. A name is judged by the gateways, at
 * every call: what it stands for is known to them, and may change.
 */
public final class OutgoingAddresses {

    /** The special registries of RFC 6890; gateways have the same list. */
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
            "64:ff9b::/96",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fe80::/9",
            "ff00::/8"));

    private static final Pattern NUMERIC_END =
            Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)\\.?", Pattern.CASE_INSENSITIVE);
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

    private final AddressRanges allowed;

    /** @param allowedPrivate addresses and CIDR ranges, as gateways are told them */
    public OutgoingAddresses(List<String> allowedPrivate) {
        this.allowed = AddressRanges.of(allowedPrivate);
    }

    /** The text if it is an http or https URL with a host and neither user nor fragment, else 400. */
    public static String form(String path, String text) {
        try {
            var uri = new URI(text);
            if (isHttp(uri)
                    && uri.getHost() != null
                    && !isShortened(uri.getHost())
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null) {
                return text;
            }
        } catch (URISyntaxException e) {
            // answered below
        }
        throw ProblemException.invalid(path, "must be an https URL with a host, without user and fragment");
    }

    /** Whether a host is a number or some (as in {@code 127.1}) that many libraries take for an IPv4 address. */
    private static boolean isShortened(String host) {
        return NUMERIC_END.matcher(host).matches() && !NetUtil.isValidIpV4Address(host);
    }

    private static boolean isHttp(URI uri) {
        return isSecure(uri) || "http".equalsIgnoreCase(uri.getScheme());
    }

    private static boolean isSecure(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** 400 for an address of this form that no gateway with the same setting would call, whatever its name stands for. */
    public void check(String path, @Nullable String text) {
        if (text == null) {
            return;
        }
        var uri = URI.create(text);
        List<InetAddress> literal = literal(uri.getHost().toLowerCase(Locale.ROOT));
        if (!literal.isEmpty() && literal.stream().noneMatch(address -> isCallable(uri, address))) {
            throw ProblemException.invalid(
                    path, "must be a public https address: the operator of this installation has not allowed this one");
        }
        if (literal.isEmpty() && !isSecure(uri) && allowed.isEmpty()) {
            throw ProblemException.invalid(path, "must be https");
        }
    }

    private boolean isCallable(URI uri, InetAddress address) {
        return allowed.contains(address) || (isSecure(uri) && !SPECIAL.contains(address));
    }

    /** The addresses that a host is without asking anybody (RFC 6761 section 6.3 for localhost); none for a name. */
    private static List<InetAddress> literal(String host) {
        var name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        var written = name.equals("localhost") || name.endsWith(".localhost") ? LOOPBACK : List.of(name);
        return written.stream()
                .map(NetUtil::createInetAddressFromIpAddressString)
                .filter(Objects::nonNull)
                .toList();
    }
}
