package io.trunkline.broker.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.Since;
import io.trunkline.broker.testkit.Publications;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Publishers and members on threads of their own. */
class CursorThreadsTest {
    private static final int PUBLISHERS = 3;
    private static final int EACH = 2_000;

    private final CursorStage stage = new CursorStage();
    private final ConcurrentMap<String, Integer> acked = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Boolean> inFlight = new ConcurrentHashMap<>();
    private final AtomicInteger overtaken = new AtomicInteger();

    @Test
    void allAreSettledOnceAndOfAKeyOneIsWithAMember() throws Exception {
        var settings = CursorSettings.DEFAULT.withVisibility(Duration.ZERO).withOrder(Order.ofProperty("key"));
        var cursor = stage.open("a/+", settings, Since.LATEST);
        var threads = Executors.newFixedThreadPool(2 * PUBLISHERS);
        try {
            var working = new ArrayList<Callable<Boolean>>();
            for (var i = 0; i < PUBLISHERS; i++) {
                var me = i;
                working.add(() -> publish("a/" + me % 2, me));
                working.add(() -> consume(cursor, new Random(me)));
            }
            for (var one : threads.invokeAll(working, 60, TimeUnit.SECONDS)) {
                assertThat(one.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(acked)
                .hasSize(PUBLISHERS * EACH)
                .allSatisfy((text, times) -> assertThat(times).isEqualTo(1));
        assertThat(overtaken).hasValue(0);
        assertThat(cursor.held()).isZero();
    }

    private boolean publish(String topic, int me) {
        for (var i = 0; i < EACH; i++) {
            stage.publish(topic, CursorStage.keyed(me + "/" + i, topic + i % 5));
        }
        return true;
    }

    /** Until all is acknowledged; now and then it comes anew, or gives back. */
    private boolean consume(Cursor cursor, Random random) {
        var member = cursor.join(8, null);
        while (acked.size() < PUBLISHERS * EACH) {
            for (var lease : CursorStage.take(member, 8)) {
                settle(cursor, lease, random.nextInt(20) == 0);
            }
            if (random.nextInt(50) == 0) {
                member.leave();
                member = cursor.join(8, null);
            }
        }
        return true;
    }

    private void settle(Cursor cursor, Lease lease, boolean giveBack) {
        var key = lease.publication().message().properties().user().get(0).value();
        if (inFlight.put(key, true) != null) {
            overtaken.incrementAndGet();
        }
        inFlight.remove(key);
        if (giveBack) {
            CursorStage.retry(cursor, lease, Duration.ZERO);
        } else if (CursorStage.ack(cursor, List.of(lease)) == 1) {
            acked.merge(Publications.text(lease.publication()), 1, Integer::sum);
        }
    }
}
