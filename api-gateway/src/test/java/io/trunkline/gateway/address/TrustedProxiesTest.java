package io.trunkline.gateway.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {
    private final TrustedProxies proxies = new TrustedProxies(AddressRanges.of(List.of("10.0.0.0/8", "fd00::/8")));

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 203.0.113.9, 203.0.113.9",
        "10.0.0.1, '1.1.1.1, 203.0.113.9', 203.0.113.9",
        "10.0.0.1, '1.1.1.1, 203.0.113.9, 10.0.0.2', 203.0.113.9",
        "10.0.0.1, '10.0.0.3, 10.0.0.2', 10.0.0.3",
        "10.0.0.1, '', 10.0.0.1",
        "10.0.0.1, '203.0.113.9, unknown', 10.0.0.1",
        "10.0.0.1, '203.0.113.9, localhost, 10.0.0.2', 10.0.0.2",
        "10.0.0.1, 203.0.113.9:4711, 203.0.113.9",
        "10.0.0.1, '[2001:db8::1]:4711', 2001:db8::1",
        "10.0.0.1, 2001:db8::1, 2001:db8::1",
        "10.0.0.1, ::ffff:203.0.113.9, 203.0.113.9",
        "10.0.0.1, '[', 10.0.0.1",
        "fd00::1, 203.0.113.9, 203.0.113.9",
        "203.0.113.1, 10.0.0.7, 203.0.113.1"
    })
    void takesTheLastHopThatIsNoProxyOfOurs(String peer, String header, String origin) throws UnknownHostException {
        assertThat(proxies.origin(address(peer), List.of(header))).isEqualTo(address(origin));
    }

    @ParameterizedTest
    @CsvSource({"1.1.1.1, 203.0.113.9, 203.0.113.9", "203.0.113.9, 10.0.0.2, 203.0.113.9"})
    void readsSeveralHeadersAsOne(String first, String second, String origin) throws UnknownHostException {
        assertThat(proxies.origin(address("10.0.0.1"), List.of(first, second))).isEqualTo(address(origin));
    }
}
