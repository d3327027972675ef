package io.trunkline.broker;

import static io.trunkline.broker.testkit.Publications.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.cluster.LoneNode;
import io.trunkline.broker.cursor.MemoryCursorStore;
import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.schedule.Scheduled;
import io.trunkline.broker.testkit.MemoryDirectory;
import io.trunkline.broker.testkit.MemorySchedules;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.testkit.RecordingListener;
import io.trunkline.broker.testkit.VirtualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What becomes of deferred messages when something is not there that they need. */
class DeferralTest {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final VirtualWorld world = new VirtualWorld(7);
    private final MemoryDirectory directory = new MemoryDirectory();
    private final MemorySchedules schedules = new MemorySchedules();
    private final RecordingListener listener = new RecordingListener();
    private final List<String> published = new ArrayList<>();
    private final List<@Nullable Duration> expiries = new ArrayList<>();
    private @Nullable RuntimeException fault;

    private Deferral deferral() {
        var log = new MemoryTopicLog(world, "epoch", MemoryTopicLog.Bounds.DEFAULT);
        var ports = new LocalBroker.Ports(
                directory, new LoneNode(), log, listener, schedules, new MemoryCursorStore(world));
        var ids = new Ids("0000000b", new Random(1));
        return new Deferral(
                ports, world.node("0000000b"), ids, (due, retention) -> publish(due), due -> due.subscribe());
    }

    private Mono<Receipt> publish(Publication due) {
        if (fault != null) {
            return Mono.error(fault);
        }
        published.add(Publications.text(due));
        expiries.add(due.message().expiry());
        return Mono.just(Receipt.of(due, 0));
    }

    private void know() {
        directory.put(Principals.APPLICATION, true, Limits.DEFAULT);
    }

    /** One that another node has left, due now. */
    private void restore() {
        restore(message("1"));
    }

    private void restore(Message message) {
        schedules
                .keep(new Scheduled(
                        "key", Publications.of(Principals.anyone(), "main", message), Publications.TIME, true))
                .block();
        deferral().restore().block();
        world.pass(Duration.ZERO);
    }

    @Test
    void isTriedAgainUntilItsApplicationIsKnown() {
        restore();
        world.pass(Duration.ofMinutes(1));
        assertThat(published).isEmpty();

        know();
        world.pass(PAUSE);

        assertThat(published).containsExactly("1");
        assertThat(schedules.size()).isZero();
    }

    @Test
    void isGivenUpWhenItsApplicationStaysUnknown() {
        restore();
        world.pass(Duration.ofHours(1).plus(PAUSE));

        know();
        world.pass(Duration.ofHours(1));

        assertThat(published).isEmpty();
        assertThat(listener.told("refused")).singleElement().asString().endsWith(Reason.UNKNOWN_APPLICATION.code());
        assertThat(schedules.size()).isZero();
    }

    @Test
    void isNotGivenUpByWhatMayBeOld() {
        directory.current(false);
        restore();
        world.pass(Duration.ofHours(2));
        assertThat(schedules.size()).isOne();
        directory.put(Principals.APPLICATION, false, Limits.DEFAULT);
        world.pass(Duration.ofHours(2));
        assertThat(schedules.size()).isOne();

        directory.current(true);
        know();
        world.pass(PAUSE);

        assertThat(published).containsExactly("1");
    }

    @Test
    void nothingIsDueBeforeAnythingIsKnown() {
        var known = directory.hold();
        schedules
                .keep(new Scheduled(
                        "key", Publications.of(Principals.anyone(), "main", message("1")), Publications.TIME, true))
                .block();
        deferral().restore().subscribe();
        world.pass(Duration.ZERO);

        know();
        known.run();
        world.pass(Duration.ZERO);

        assertThat(published).containsExactly("1");
    }

    @Test
    void isTriedAgainUntilTheLogTakesIt() {
        know();
        fault = new Refused(Reason.UNAVAILABLE);
        restore();
        world.pass(Duration.ofDays(1));
        fault = null;
        world.pass(PAUSE);

        assertThat(published).containsExactly("1");
        assertThat(schedules.size()).isZero();
    }

    @Test
    void itsTimeRunsWhileItIsTriedAgain() {
        know();
        fault = new Refused(Reason.UNAVAILABLE);
        restore(message("1").withExpiry(Duration.ofSeconds(12)));
        world.pass(PAUSE);
        fault = null;
        world.pass(PAUSE);
        fault = new Refused(Reason.UNAVAILABLE);
        restore(message("2").withExpiry(Duration.ofSeconds(12)));
        world.pass(PAUSE.multipliedBy(4));
        fault = null;
        world.pass(PAUSE);

        assertThat(published).containsExactly("1", "2");
        assertThat(expiries).containsExactly(Duration.ofSeconds(2), Duration.ZERO);
    }

    @Test
    void isCountedWhenItCannotBePublishedAtAll() {
        know();
        fault = new Refused(Reason.LIMIT_REACHED);
        restore();
        fault = new IllegalStateException("broken");
        restore();
        fault = null;
        world.pass(Duration.ofDays(1));

        assertThat(published).isEmpty();
        assertThat(schedules.size()).isZero();
        assertThat(listener.told("refused"))
                .containsExactly(
                        "refused " + Principals.APPLICATION + " limit-reached",
                        "refused " + Principals.APPLICATION + " unavailable");
    }

    @Test
    void isPublishedThoughTheClockIsSetBackMeanwhile() {
        world.pass(Duration.ofSeconds(1));
        restore();
        world.setClock(Publications.TIME.minus(Duration.ofDays(1)));
        var rules = TopicRules.of(
                List.of(new TopicRules.Rule("main", Retention.ofSize(10).asDurable())));
        directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 2, Limits.DEFAULT).withTopics(rules));

        world.pass(PAUSE);

        assertThat(published).containsExactly("1");
    }
}
