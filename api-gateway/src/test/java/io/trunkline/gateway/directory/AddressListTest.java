package io.trunkline.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressListTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, true",
        "'', 203.0.113.9, true",
        "203.0.113.9, 203.0.113.9, true",
        "203.0.113.9, 203.0.113.8, false",
        "203.0.113.9, 2001:db8::1, false",
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.4.0/23, 192.168.5.255, true",
        "192.168.4.0/23, 192.168.6.0, false",
        "192.168.255.128/25, 192.168.255.200, true",
        "192.168.255.128/25, 192.168.255.127, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 203.0.113.9, false",
        "!203.0.113.9, 203.0.113.9, false",
        "!203.0.113.9, 203.0.113.8, true",
        "10.0.0.0/8 !10.1.0.0/16, 10.1.2.3, false",
        "!10.1.0.0/16 10.1.2.3, 10.1.2.3, false",
        "10.0.0.0/8 !10.1.0.0/16, 10.2.2.3, true",
        "10.0.0.0/8 127.0.0.1, 127.0.0.1, true"
    })
    void admitsByRangeWhereADenialWins(String list, String address, boolean admitted) throws UnknownHostException {
        var entries =
                Arrays.stream(list.split(" ")).filter(entry -> !entry.isEmpty()).toList();

        assertThat(AddressList.of(entries).admits(InetAddress.getByName(address)))
                .isEqualTo(admitted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "!",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "10.0.0/8",
                "::/129",
                "10.0.0.0/"
            })
    void takesNothingButAddressesAndRanges(String entry) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressList.of(Arrays.asList(entry)));
    }
}
