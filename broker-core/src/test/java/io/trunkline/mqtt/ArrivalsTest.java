package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private final Arrivals arrivals = new Arrivals(new ArrivalLimits(3, 2, Duration.ofSeconds(1)));

    private static InetAddress at(String address) throws UnknownHostException {
        return InetAddress.getByName(address);
    }

    @Test
    void thereAreOnlySoManyPlaces() {
        var first = arrivals.take();
        arrivals.take();
        arrivals.take();

        assertThat(arrivals.take()).isNull();

        first.leave();
        first.leave();
        assertThat(arrivals.take()).isNotNull();
        assertThat(arrivals.take()).isNull();
    }

    @Test
    void oneAddressHasFewer() throws Exception {
        var first = arrivals.take();
        assertThat(first.of(at("192.0.2.1"))).isTrue();
        assertThat(arrivals.take().of(at("192.0.2.1"))).isTrue();
        var third = arrivals.take();
        assertThat(third.of(at("192.0.2.1"))).isFalse();
        third.leave();

        first.leave();

        assertThat(arrivals.take().of(at("192.0.2.1"))).isTrue();
    }

    @Test
    void addressesOfOneNetworkCountTogether() throws Exception {
        assertThat(arrivals.take().of(at("2001:db8:0:1::1"))).isTrue();
        assertThat(arrivals.take().of(at("2001:db8:0:1::2"))).isTrue();

        assertThat(arrivals.take().of(at("2001:db8:0:1::3"))).isFalse();
    }

    @Test
    void nothingIsKeptOfThoseWhoLeft() throws Exception {
        var place = arrivals.take();
        place.of(at("192.0.2.1"));

        place.leave();

        assertThat(arrivals.networks()).isZero();
        assertThat(arrivals.waiting()).isZero();
        assertThat(place.of(at("192.0.2.1"))).isFalse();
    }
}
