package io.trunkline.broker;

import static io.trunkline.broker.testkit.Publications.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.cluster.LoneNode;
import io.trunkline.broker.cursor.MemoryCursorStore;
import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.ForgetfulSchedules;
import io.trunkline.broker.testkit.MemoryDirectory;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.VirtualWorld;
import io.trunkline.broker.topic.Topic;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What remembering keys costs, and when it costs nothing any more. */
class KeyMemoryTest {
    private static final Topic LONG = Topic.of("t".repeat(Topic.MAX_LENGTH));
    private static final Receipt RECEIPT = new Receipt("id", Instant.EPOCH, null, 0, false, null);

    private final VirtualWorld world = new VirtualWorld(7);
    private final Duplicates duplicates = new Duplicates(
            world.node("0000000a"),
            new Recall(
                    new LocalBroker.Ports(
                            new MemoryDirectory(),
                            new LoneNode(),
                            new MemoryTopicLog(world, "epoch", MemoryTopicLog.Bounds.DEFAULT),
                            BrokerListener.NONE,
                            new ForgetfulSchedules(),
                            new MemoryCursorStore(world)),
                    world),
            work -> work.subscribe());

    private static ApplicationId application(int number) {
        return new ApplicationId("%032x".formatted(number));
    }

    private static ApplicationPolicy policy(int number) {
        return new ApplicationPolicy(application(number), true, 1, Limits.DEFAULT);
    }

    private Receipt publish(int application, String key) {
        var keyed = message("1").withIdempotencyKey(IdempotencyKey.of(key));
        return Objects.requireNonNull(duplicates
                .once(policy(application), Principals.anyone(), LONG, keyed, Mono.just(RECEIPT))
                .block());
    }

    /** Why not, when its first so many keys were taken. */
    private @Nullable Reason fill(int application, int keys) {
        try {
            for (var i = 0; i < keys; i++) {
                publish(application, "k" + i);
            }
            return null;
        } catch (Refused no) {
            return no.reason();
        }
    }

    @Test
    void anIdleApplicationCostsNothing() {
        var sweeping = duplicates.swept(world.node("0000000a").scheduler());
        publish(1, "k");
        world.pass(ApplicationPolicy.USUAL_WINDOW.minusSeconds(1));
        publish(2, "k");
        world.pass(ApplicationPolicy.USUAL_WINDOW.minusSeconds(1));

        assertThat(duplicates.windows()).isEqualTo(1);
        assertThat(publish(1, "k").repeat()).isFalse();
        world.pass(ApplicationPolicy.USUAL_WINDOW.multipliedBy(2));

        assertThat(duplicates.windows()).isZero();
        assertThat(duplicates.occupied()).isZero();
        sweeping.dispose();
    }

    @Test
    void aDeletedApplicationCostsNothingWhateverIsUnderWay() {
        var answer = Sinks.<Receipt>one();
        var keyed = message("1").withIdempotencyKey(IdempotencyKey.of("k"));
        duplicates
                .once(policy(1), Principals.anyone(), LONG, keyed, answer.asMono())
                .subscribe(told -> {}, refused -> {});
        publish(1, "other");

        duplicates.forget(application(1));
        answer.tryEmitError(new Refused(Reason.UNKNOWN_APPLICATION));

        assertThat(duplicates.windows()).isZero();
        assertThat(duplicates.occupied()).isZero();
    }

    @Test
    void allApplicationsTogetherAreBoundedAndEachHasALittle() {
        assertThat(fill(1, 1 << 20)).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(fill(2, 1 << 20)).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(fill(3, 1 << 20)).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(fill(4, 1 << 20)).isIn(Reason.LIMIT_REACHED, Reason.OVERLOADED);

        assertThat(fill(5, 1 << 20)).isEqualTo(Reason.OVERLOADED);
        assertThat(fill(6, 40)).isNull();
        assertThat(fill(6, 1 << 20)).isEqualTo(Reason.OVERLOADED);
        assertThat(duplicates.occupied()).isBetween(64L << 20, (64L << 20) + (192 << 10));

        duplicates.forget(application(1));
        assertThat(fill(6, 1_000)).isNull();
    }
}
