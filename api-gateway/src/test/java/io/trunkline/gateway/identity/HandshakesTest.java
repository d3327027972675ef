package io.trunkline.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HandshakesTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong ticker = new AtomicLong(Long.MAX_VALUE - SECOND);
    private final Handshakes handshakes =
            new Handshakes(new HandshakeProperties(3, 1, 5, 2, List.of("127.0.0.0/8")), ticker::get);

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    private static Principal client(String application, String subject) {
        return new Principal(new ApplicationId(application), subject, Permissions.of(List.of()));
    }

    private static void refuses(Runnable attempt) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(attempt::run)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.RATE_EXCEEDED));
    }

    @Test
    void slowsDownOneSubjectAlone() throws UnknownHostException {
        var from = address("203.0.113.9");
        for (var i = 0; i < 3; i++) {
            handshakes.by(client("a", "ann"), from);
        }

        refuses(() -> handshakes.by(client("a", "ann"), from));
        handshakes.by(client("a", "bob"), from);
        handshakes.by(client("b", "ann"), from);
        ticker.addAndGet(SECOND);
        handshakes.by(client("a", "ann"), from);
        refuses(() -> handshakes.by(client("a", "ann"), from));
    }

    @Test
    void slowsDownOneAddressAndOneIpv6Network() throws UnknownHostException {
        for (var i = 0; i < 5; i++) {
            handshakes.from(address("203.0.113.9"));
            handshakes.from(address("2001:db8::" + i));
        }
        var last = address("2001:db8::ffff");
        var same = address("203.0.113.9");

        refuses(() -> handshakes.from(same));
        refuses(() -> handshakes.from(last));
        handshakes.from(address("203.0.113.8"));
        handshakes.from(address("2001:db8:0:1::1"));
        ticker.addAndGet(SECOND);
        handshakes.from(same);
        handshakes.from(same);
        refuses(() -> handshakes.from(same));
    }

    @Test
    void countsNeitherExemptAddressesNorThoseWithoutSubject() throws UnknownHostException {
        var far = address("203.0.113.9");
        for (var i = 0; i < 100; i++) {
            handshakes.from(InetAddress.getLoopbackAddress());
            handshakes.by(client("a", "ann"), InetAddress.getLoopbackAddress());
            handshakes.by(client("a", ""), far);
        }
    }

    @Test
    void aRateOfNothingIsNoLimit() throws UnknownHostException {
        var open = new Handshakes(new HandshakeProperties(1, 0, 1, 0, List.of()), ticker::get);
        var from = address("203.0.113.9");

        assertThatCode(() -> {
                    for (var i = 0; i < 100; i++) {
                        open.from(from);
                        open.by(client("a", "ann"), from);
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void keepsABoundedNumberAndForgetsWhatIsFull() {
        var buckets = new AttemptBuckets<Integer>(1, 1, 50, ticker::get);
        for (var i = 0; i < 200; i++) {
            assertThat(buckets.tryTake(i)).isTrue();
        }
        assertThat(buckets.size()).isEqualTo(50);
        assertThat(buckets.tryTake(0)).isFalse();

        ticker.addAndGet(2 * SECOND);

        assertThat(buckets.tryTake(7)).isTrue();
        assertThat(buckets.size()).isEqualTo(1);
    }
}
