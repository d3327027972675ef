package io.trunkline.broker.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PublicationTest {
    private static long left(String expiry, String waited) {
        var message = Publications.message("x").withExpiry(Duration.parse(expiry));
        return Publications.of(Principals.anyone(), "t", message)
                .secondsLeft(Publications.TIME.plus(Duration.parse(waited)));
    }

    @Test
    void secondsAreLeftUntilItHasExpired() {
        assertThat(left("PT1S", "PT0S")).isEqualTo(1);
        assertThat(left("PT1S", "PT0.999S")).isEqualTo(1);
        assertThat(left("PT1S", "PT1S")).isZero();
        assertThat(left("PT100S", "PT2.5S")).isEqualTo(98);
        assertThat(left("PT0.25S", "PT0.1S")).isEqualTo(1);
        assertThat(left("PT1S", "PT10S")).isZero();
    }

    @Test
    void noMoreAreLeftThanWereGivenWhateverOurClockSays() {
        assertThat(left("PT5S", "PT-3S")).isEqualTo(5);
    }

    @Test
    void whatNeverExpiresHasNone() {
        assertThat(Publications.of("t", "x").secondsLeft(Publications.TIME)).isZero();
    }
}
