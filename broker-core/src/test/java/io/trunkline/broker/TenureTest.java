package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.topic.TopicFilter;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TenureTest {
    private final BrokerStage stage = new BrokerStage();
    private final AtomicReference<@Nullable Reason> end = new AtomicReference<>();

    @Test
    void aLineWhoseTenureEndedGoesWithTheChangeOfItsApplication() {
        var line = stage.client(Principals.anyone(), LineKind.WEBSOCKET, end::get);
        var other = stage.client(Principals.anyone(), LineKind.EVENTS, Tenure.ALWAYS);

        end.set(Reason.ADDRESS_DENIED);
        stage.directory.put(Principals.OTHER_APPLICATION, true, Limits.DEFAULT);
        assertThat(line.outbox().closedWith()).isNull();
        change();

        assertThat(line.outbox().closedWith()).isEqualTo(Reason.ADDRESS_DENIED);
        assertThat(other.outbox().closedWith()).isNull();
    }

    @Test
    void aLineWhoseTenureEndedWhileItConnectsIsNotLetIn() {
        end.set(Reason.UNAUTHENTICATED);

        BrokerStage.refuses(
                Reason.UNAUTHENTICATED, () -> stage.client(Principals.anyone(), LineKind.WEBSOCKET, end::get));

        assertThat(stage.broker.connections().size()).isZero();
    }

    @Test
    void everyOutboxIsToldOfTheChange() {
        var line = stage.client(Principals.anyone(), LineKind.EVENTS, Tenure.ALWAYS);

        stage.directory.put(Principals.OTHER_APPLICATION, true, Limits.DEFAULT);
        assertThat(line.outbox().changes()).isZero();
        change();

        assertThat(line.outbox().changes()).isEqualTo(1);
    }

    @Test
    void renewedLinesHaveTheNewTenure() {
        var line = stage.client(Principals.anyone(), LineKind.WEBSOCKET, end::get);
        line.connection().renew(Principals.anyone(), Tenure.ALWAYS);
        end.set(Reason.UNAUTHENTICATED);

        change();
        assertThat(line.outbox().closedWith()).isNull();
        line.connection().renew(Principals.anyone(), end::get);

        assertThat(line.outbox().closedWith()).isEqualTo(Reason.UNAUTHENTICATED);
    }

    /** One outbox that throws ended the broker's hearing of changes, for all applications. */
    @Test
    void aBrokenOutboxOrTenureStopsNobodyElse() {
        stage.limits(Limits.DEFAULT.withConnectionsPerSubject(0));
        broken(end::get);
        broken(this::fails);
        var line =
                stage.client(Principals.anyone(), LineKind.WEBSOCKET, end::get).to("main");

        assertThat(stage.publish("main", "1").subscribers()).isEqualTo(1);
        end.set(Reason.UNAUTHENTICATED);
        change();
        var late = stage.client(Principals.anyone(), LineKind.WEBSOCKET, Tenure.ALWAYS);
        stage.directory.put(Principals.APPLICATION, false, Limits.DEFAULT);

        assertThat(line.outbox().closedWith()).isEqualTo(Reason.UNAUTHENTICATED);
        assertThat(late.outbox().closedWith()).isEqualTo(Reason.APPLICATION_DISABLED);
        assertThat(stage.broker.connections().size()).isZero();
    }

    private void broken(Tenure tenure) {
        stage.broker
                .connect(Arrival.of(Principals.anyone(), new Broken()).as(LineKind.WEBSOCKET, tenure))
                .subscribe(TopicFilter.levels("main"), SubscriptionOptions.DEFAULT);
    }

    private void change() {
        stage.directory.put(Principals.APPLICATION, true, Limits.DEFAULT.withConnectionsPerSubject(0));
    }

    /** Only once the line is in. */
    private @Nullable Reason fails() {
        if (end.get() == null) {
            return null;
        }
        throw new IllegalStateException("broken");
    }

    private static final class Broken implements Outbox {
        @Override
        public Offer offer(Delivery delivery) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void close(Reason reason) {
            throw new IllegalStateException("broken");
        }

        @Override
        public long waitingBytes() {
            return 0;
        }
    }
}
