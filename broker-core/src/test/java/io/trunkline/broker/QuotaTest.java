package io.trunkline.broker;

import static io.trunkline.broker.testkit.Publications.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.Principals;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private final BrokerStage stage = new BrokerStage();

    @Test
    void aDayHasSoManyBytesWhateverTakesThem() {
        stage.limits(Limits.DEFAULT.withBytesPerDay(10));

        stage.publish("main", "12345");
        stage.broker.charge(Principals.anyone(), 4);
        stage.refuses(Reason.QUOTA_EXCEEDED, Principals.anyone(), "main", message("12"));
        BrokerStage.refuses(Reason.QUOTA_EXCEEDED, () -> stage.broker.charge(Principals.anyone(), 2));
        stage.publish("main", "1");

        stage.refuses(Reason.QUOTA_EXCEEDED, Principals.anyone(), "main", message("1"));
        assertThat(stage.listener.told("refused")).hasSize(3);
        assertThat(stage.listener.told("charged")).singleElement().asString().endsWith(" 4");
        stage.publish(Principals.anyone(Principals.OTHER_APPLICATION, "x"), "main", message("12345678901"));
    }

    @Test
    void theNextDayOfUtcBeginsAnewAndTheSettingIsTheOneOfNow() {
        stage.limits(Limits.DEFAULT.withBytesPerDay(2));
        stage.world.setClock(Instant.parse("2026-05-05T23:59:59.999Z"));
        stage.publish("main", "12");

        stage.refuses(Reason.QUOTA_EXCEEDED, Principals.anyone(), "main", message("1"));
        stage.limits(Limits.DEFAULT.withBytesPerDay(3));
        stage.publish("main", "1");
        stage.world.setClock(Instant.parse("2026-05-06T00:00:00Z"));

        stage.publish("main", "123");
        stage.refuses(Reason.QUOTA_EXCEEDED, Principals.anyone(), "main", message("1"));
        stage.limits(Limits.DEFAULT);
        stage.publish("main", "1");
    }

    @Test
    void manyAtOnceTakeExactlyTheQuota() throws Exception {
        stage.limits(Limits.DEFAULT.withBytesPerDay(1_000));
        var threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> taking = this::takesOf500;
            var taken = 0;
            for (var one : threads.invokeAll(Collections.nCopies(4, taking))) {
                taken += one.get();
            }

            assertThat(taken).isEqualTo(1_000);
        } finally {
            threads.shutdownNow();
        }
    }

    private int takesOf500() {
        var taken = 0;
        for (var i = 0; i < 500; i++) {
            taken += takes() ? 1 : 0;
        }
        return taken;
    }

    private boolean takes() {
        try {
            stage.broker.charge(Principals.anyone(), 1);
            return true;
        } catch (Refused no) {
            return false;
        }
    }
}
