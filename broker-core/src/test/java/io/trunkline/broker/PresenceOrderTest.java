package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real threads: clients that come, speak, are replaced and thrown out at once. */
class PresenceOrderTest {
    private static final int THREADS = 4;

    private final BrokerStage stage = new BrokerStage();

    private BrokerStage.Reader backend(int connectionsPerSubject, Duration grace) {
        stage.directory.put(new ApplicationPolicy(
                        Principals.APPLICATION,
                        true,
                        2,
                        Limits.DEFAULT.withConnectionsPerSubject(connectionsPerSubject))
                .withInbound(new Inbound(true, true, grace)));
        return stage.exit(TopicFilter.exact(Inbound.TOPIC));
    }

    @Test
    void eachConnectionIsHeardToComeThenToSpeakThenToGo() throws Exception {
        var backend = backend(1, Duration.ZERO);

        together(thread -> {
            for (var i = 0; i < 500; i++) {
                visit("subject " + i % 3, thread);
            }
        });
        stage.broker.connections().of(Principals.APPLICATION).forEach(left -> left.close(Reason.IDLE));
        stage.world.pass(Duration.ofSeconds(1));

        var lives = lives(backend);
        // one that is replaced while it comes in is not told of
        assertThat(lives).hasSizeBetween(THREADS * 250, THREADS * 500);
        assertThat(lives.values()).allSatisfy(life -> {
            assertThat(life).startsWith("connected").endsWith("disconnected");
            assertThat(life.subList(1, life.size() - 1))
                    .isSubsetOf("0", "1", "2")
                    .isSorted();
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 60})
    void everyComingHasOneGoingAndTenThousandConnectAtOnce(long grace) throws Exception {
        var backend = backend(0, Duration.ofSeconds(grace));

        together(thread -> {
            for (var i = 0; i < 10_000 / THREADS; i++) {
                var line = stage.client(
                        Principals.anyone(Principals.APPLICATION, "s" + i), LineKind.WEBSOCKET, Tenure.ALWAYS);
                line.connection().close(Reason.CLOSED_BY_PEER);
            }
        });
        stage.world.pass(Duration.ofSeconds(60));

        assertThat(lives(backend)).isNotEmpty();
        assertThat(lives(backend).values())
                .allSatisfy(life -> assertThat(life).containsExactly("connected", "disconnected"));
    }

    /** Another thread may throw it out in the middle. */
    private void visit(String subject, int thread) {
        var line = stage.client(Principals.anyone(Principals.APPLICATION, subject), LineKind.WEBSOCKET, Tenure.ALWAYS);
        try {
            for (var i = 0; i < 3; i++) {
                stage.publish(
                        line.connection().principal().asPlatform(),
                        Inbound.TOPIC.name(),
                        Publications.message(String.valueOf(i)));
            }
        } catch (Refused gone) {
            assertThat(gone.reason()).isEqualTo(Reason.TERMINATED);
        }
        if (thread == 0) {
            line.connection().close(Reason.CLOSED_BY_PEER);
        }
    }

    private interface Act {
        void on(int thread);
    }

    private static void together(Act act) throws Exception {
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            var acts = new ArrayList<Callable<Void>>();
            for (var i = 0; i < THREADS; i++) {
                var thread = i;
                acts.add(() -> {
                    act.on(thread);
                    return null;
                });
            }
            for (var done : threads.invokeAll(acts, 60, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** What was heard of each connection, in order. */
    private static Map<String, List<String>> lives(BrokerStage.Reader backend) {
        var lives = new HashMap<String, List<String>>();
        for (var delivery : backend.outbox().deliveries()) {
            var told = delivery.publication();
            lives.computeIfAbsent(String.valueOf(told.publisher().connectionId()), id -> new ArrayList<>())
                    .add(word(told));
        }
        return lives;
    }

    private static String word(Publication told) {
        return Publications.text(told).replaceAll(".*\"status\":\"(\\w+)\".*", "$1");
    }
}
