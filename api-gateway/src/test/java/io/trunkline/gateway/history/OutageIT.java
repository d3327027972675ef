package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.database.DatabaseProxy;
import io.trunkline.gateway.database.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A database that goes away and comes back, in the middle of everything. */
class OutageIT {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void whatWasOnItsWayIsNeitherLostNorWrittenTwice() throws IOException {
        var url = TestDatabase.create();
        var traffic = new Traffic("m", 4);
        try (var proxy = new DatabaseProxy(url);
                var log = RunningLog.on(proxy.url())) {
            var publishing = traffic.publish(log.log(), 16).toFuture();
            for (var cut = 1; cut <= 5; cut++) {
                var enough = cut * 300;
                await().atMost(LONG).until(() -> traffic.accepted() > enough);
                proxy.cut();
                proxy.mend();
            }
            await().atMost(LONG).until(() -> traffic.accepted() > 2_000);
            traffic.end();
            await().atMost(LONG).until(publishing::isDone);

            traffic.check(log.log());
        }
    }

    @Test
    void publishersAreRefusedWhileItIsAwayAndWhatWasRefusedNeverComes() throws IOException {
        var url = TestDatabase.create();
        var traffic = new Traffic("m", 4);
        try (var proxy = new DatabaseProxy(url);
                var log = RunningLog.on(proxy.url(), PATIENCE)) {
            var publishing = traffic.publish(log.log(), 16).toFuture();
            for (var cut = 1; cut <= 3; cut++) {
                var enough = traffic.accepted() + 200;
                await().atMost(LONG).until(() -> traffic.accepted() > enough);
                var before = traffic.refused();
                proxy.cut();
                await().atMost(LONG).until(() -> traffic.refused() > before + 16);
                proxy.mend();
            }
            var enough = traffic.accepted() + 200;
            await().atMost(LONG).until(() -> traffic.accepted() > enough);
            traffic.end();
            await().atMost(LONG).until(publishing::isDone);
        }
        try (var next = RunningLog.on(url)) {
            traffic.check(next.log());
        }
    }

    @Test
    void whoBeginsWithoutItIsRefusedUntilItIsThere() throws IOException {
        var url = TestDatabase.create();
        try (var proxy = new DatabaseProxy(url)) {
            proxy.cut();
            try (var log = RunningLog.on(proxy.url(), PATIENCE)) {
                assertThatThrownBy(() -> Traffic.append(log.log(), Traffic.topic(0), "early"))
                        .isInstanceOfSatisfying(Refused.class, no -> {
                            assertThat(no.reason()).isEqualTo(Reason.UNAVAILABLE);
                            assertThat(no.detail()).contains("database does not answer");
                        });
                proxy.mend();

                await().atMost(LONG)
                        .ignoreExceptionsInstanceOf(Refused.class)
                        .untilAsserted(() -> assertThat(Traffic.append(log.log(), Traffic.topic(0), "late")
                                        .offset())
                                .isOne());
            }
        }
    }

    @Test
    void aFullDiskIsSaidAndHealsByItself() {
        var url = TestDatabase.create();
        try (var log = RunningLog.on(url)) {
            Traffic.append(log.log(), Traffic.topic(0), "first");
            TestDatabase.execute(url, """
                    create function gateway.full() returns trigger language plpgsql as
                        'begin raise exception ''could not extend file'' using errcode = ''53100''; end';
                    create trigger full_disk before insert on gateway.log for each row execute function gateway.full()""");

            assertThatThrownBy(() -> Traffic.append(log.log(), Traffic.topic(0), "too much"))
                    .isInstanceOfSatisfying(Refused.class, no -> {
                        assertThat(no.reason()).isEqualTo(Reason.UNAVAILABLE);
                        assertThat(no.detail()).contains("disk").contains("full");
                    });
            TestDatabase.execute(url, "drop trigger full_disk on gateway.log");

            assertThat(Traffic.append(log.log(), Traffic.topic(0), "second").offset())
                    .isEqualTo(2);
            assertThat(Traffic.all(log.log(), Traffic.topic(0))).hasSize(2);
        }
    }
}
