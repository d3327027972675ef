package io.trunkline.broker;

import static io.trunkline.broker.testkit.Publications.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.testkit.VirtualWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What a window makes of the keys of an earlier process. */
class KeyWindowTest {
    private static final Duration LENGTH = Duration.ofMinutes(2);
    private static final KeyWindow.Key KEY = new KeyWindow.Key("main", IdempotencyKey.of("k"));
    private static final Fingerprint MESSAGE = Fingerprint.of(message("1"), null);
    private static final Receipt RECEIPT = new Receipt("id", Instant.EPOCH, null, 0, false, null);

    private final VirtualWorld world = new VirtualWorld(7);
    private final KeyRoom room = new KeyRoom();
    private final KeyWindow window = new KeyWindow(world::ticker, room);

    private boolean remember(Duration ago) {
        return window.remember(KEY, new KeyWindow.Earlier(MESSAGE, RECEIPT), ago, LENGTH);
    }

    @Test
    void theyAreKnownAlsoWhereTheWindowIsSweptBeforeAnyoneComes() {
        remember(Duration.ofMinutes(1));

        assertThat(window.closeIfOver()).isFalse();
        var claimed = Objects.requireNonNull(window.claim(KEY, MESSAGE, LENGTH, Mono.never()));
        assertThat(claimed.block()).isEqualTo(RECEIPT.asRepeat());
    }

    @Test
    void whatIsOverTakesNoRoom() {
        assertThat(remember(LENGTH)).isTrue();

        assertThat(room.taken()).isZero();
    }

    @Test
    void oneThatIsClosedSaysSo() {
        assertThat(window.closeIfOver()).isTrue();

        assertThat(remember(Duration.ZERO)).isFalse();
    }
}
