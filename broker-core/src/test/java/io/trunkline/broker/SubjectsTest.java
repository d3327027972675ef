package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class SubjectsTest {
    private static final Principal SUBJECT = Principals.anyone();

    private final BrokerStage stage = new BrokerStage();

    private BrokerStage.Reader line(Principal principal, LineKind kind) {
        return stage.client(principal, kind, Tenure.ALWAYS);
    }

    @Test
    void theNewestLineOfASubjectTakesTheOldestsPlace() {
        stage.limits(Limits.DEFAULT.withConnectionsPerSubject(2));
        var first = line(SUBJECT, LineKind.WEBSOCKET);
        var second = line(SUBJECT, LineKind.WEBSOCKET);
        var third = line(SUBJECT, LineKind.WEBSOCKET);

        assertThat(first.outbox().closedWith()).isEqualTo(Reason.REPLACED);
        assertThat(List.of(second, third))
                .allSatisfy(line -> assertThat(line.outbox().closedWith()).isNull());

        second.connection().close(Reason.CLOSED_BY_PEER);
        line(SUBJECT, LineKind.WEBSOCKET);

        assertThat(third.outbox().closedWith()).isNull();
    }

    @Test
    void whoMayNotHearWhatItCameForTakesNobodysPlace() {
        stage.limits(new Limits(100, 0, 0, 1).withConnectionsPerSubject(1));
        var there = stage.stream(SUBJECT, TopicFilter.levels("a"));
        var refused = stage.listener.told("refused").size();

        BrokerStage.refuses(Reason.FORBIDDEN_PRIVATE, () -> stage.stream(SUBJECT, TopicFilter.levels("priv/someone")));
        BrokerStage.refuses(
                Reason.LIMIT_REACHED, () -> stage.stream(SUBJECT, TopicFilter.levels("a"), TopicFilter.levels("b")));

        assertThat(there.outbox().closedWith()).isNull();
        assertThat(stage.publish("a", "1").subscribers()).isEqualTo(1);
        assertThat(stage.listener.told("refused")).hasSize(refused + 2);
        assertThat(stage.broker.connections().size()).isEqualTo(1);
        stage.stream(SUBJECT, TopicFilter.levels("b"));
        assertThat(there.outbox().closedWith()).isEqualTo(Reason.REPLACED);
    }

    @Test
    void eachKindIsCountedOnItsOwnAndSomeAreNot() {
        var lines = List.of(
                line(SUBJECT, LineKind.WEBSOCKET),
                line(SUBJECT, LineKind.EVENTS),
                line(SUBJECT, LineKind.MQTT),
                line(SUBJECT, LineKind.MQTT),
                line(SUBJECT, LineKind.EXIT),
                line(SUBJECT, LineKind.EXIT),
                line(Principals.anyone(Principals.APPLICATION, "other"), LineKind.WEBSOCKET),
                line(Principals.anyone(Principals.OTHER_APPLICATION, "anyone"), LineKind.WEBSOCKET));

        assertThat(lines)
                .allSatisfy(line -> assertThat(line.outbox().closedWith()).isNull());
    }

    @Test
    void thoseWithoutASubjectAreEachTheirOwn() {
        var nameless = Principals.of(Principals.APPLICATION, "");

        var lines = List.of(line(nameless, LineKind.WEBSOCKET), line(nameless, LineKind.WEBSOCKET));

        assertThat(lines)
                .allSatisfy(line -> assertThat(line.outbox().closedWith()).isNull());
    }

    @Test
    void aLowerLimitReachesOpenLines() {
        stage.limits(Limits.DEFAULT.withConnectionsPerSubject(0));
        var lines = new ArrayList<BrokerStage.Reader>();
        for (var i = 0; i < 5; i++) {
            lines.add(line(SUBJECT, LineKind.WEBSOCKET));
        }

        stage.limits(Limits.DEFAULT.withConnectionsPerSubject(2));

        assertThat(lines)
                .extracting(line -> line.outbox().closedWith())
                .containsExactly(Reason.REPLACED, Reason.REPLACED, Reason.REPLACED, null, null);
    }

    @Test
    void oneThatIsRefusedReplacesNobody() {
        var line = line(SUBJECT, LineKind.WEBSOCKET);

        BrokerStage.refuses(
                Reason.UNAUTHENTICATED, () -> stage.client(SUBJECT, LineKind.WEBSOCKET, () -> Reason.UNAUTHENTICATED));

        assertThat(line.outbox().closedWith()).isNull();
    }

    @Test
    void whoeverConnectsAtOnceOneIsLeftAndAllOthersAreReplaced() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try {
            for (var round = 0; round < 200; round++) {
                var start = new CyclicBarrier(4);
                Callable<BrokerStage.Reader> connect = () -> {
                    start.await();
                    return line(SUBJECT, LineKind.WEBSOCKET);
                };
                var lines = new ArrayList<BrokerStage.Reader>();
                for (var connecting : threads.invokeAll(List.of(connect, connect, connect, connect))) {
                    lines.add(connecting.get());
                }

                assertThat(lines)
                        .extracting(line -> line.outbox().closedWith())
                        .containsOnlyOnce((Reason) null)
                        .contains(Reason.REPLACED);
                assertThat(stage.broker.connections().size()).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
