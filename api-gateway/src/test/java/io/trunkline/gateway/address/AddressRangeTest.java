package io.trunkline.gateway.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "10.0.0.0/8, ::ffff:11.1.2.3, false",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
        "::ffff:10.0.0.0/104, 11.1.2.3, false",
        "::ffff:10.1.2.3, 10.1.2.3, true",
        "::ffff:10.1.2.3, ::ffff:10.1.2.3, true",
        "::/0, ::ffff:10.1.2.3, false",
        "::/0, ::1, true",
        "::ffff:0:0/90, 10.1.2.3, false",
        "0.0.0.0/0, ::1, true"
    })
    void takesIpv4AddressesInIpv6ClothesForWhatTheyAre(String range, String address, boolean contained) {
        var octets = NetUtil.createByteArrayFromIpAddressString(address);

        assertThat(AddressRange.parse(range).contains(octets)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "10.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "!10.0.0.1"})
    void refusesWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text));
    }

    @Test
    void anEmptySetOfRangesContainsNobody() {
        var loopback = InetAddress.getLoopbackAddress();

        assertThat(AddressRanges.of(List.of()).contains(loopback)).isFalse();
        assertThat(AddressRanges.of(List.of("10.0.0.0/8", " 127.0.0.0/8 ")).contains(loopback))
                .isTrue();
    }
}
