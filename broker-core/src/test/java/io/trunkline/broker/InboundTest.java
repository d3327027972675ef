package io.trunkline.broker;

import static io.trunkline.broker.testkit.Publications.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InboundTest {
    private static final String TOPIC = Inbound.TOPIC.name();

    private final BrokerStage stage = new BrokerStage();

    private void inbound(boolean taken, boolean heard) {
        stage.inbound(new Inbound(taken, heard, Duration.ZERO));
    }

    private BrokerStage.Reader client() {
        return stage.client(Principals.anyone(), LineKind.WEBSOCKET, Tenure.ALWAYS);
    }

    private int publish() {
        return stage.publish(Principals.anyone().asPlatform(), TOPIC, message("m"))
                .subscribers();
    }

    @Test
    void clientsMaySubscribeWhileItIsSwitchedOnForThem() {
        BrokerStage.refuses(Reason.FORBIDDEN_SUBSCRIBE, () -> client().to(TOPIC));
        inbound(true, false);
        BrokerStage.refuses(Reason.FORBIDDEN_SUBSCRIBE, () -> client().to(TOPIC));

        inbound(true, true);
        client().to(TOPIC);

        assertThat(publish()).isEqualTo(1);
    }

    @Test
    void clientsLoseItWhenItIsSwitchedOffAndForwardersDoNot() {
        inbound(true, true);
        var backend = client().to(TOPIC).to("secure/#").to("secure/other");
        var forwarder = stage.exit(TopicFilter.exact(Inbound.TOPIC));

        inbound(true, false);

        assertThat(publish()).isEqualTo(1);
        assertThat(backend.heard()).isEmpty();
        assertThat(forwarder.heard()).containsExactly("m");
        assertThat(backend.outbox().ended()).containsExactly(TOPIC + " forbidden-subscribe");
        assertThat(backend.outbox().closedWith()).isNull();
        assertThat(stage.publish("secure/other", "x").subscribers()).isEqualTo(1);
    }

    @Test
    void aWildcardBringsItBackWhenItIsSwitchedOnAgain() {
        var backend = client().to("secure/#");

        assertThat(publish()).isZero();
        inbound(true, true);
        publish();
        stage.directory.put(Principals.APPLICATION, true, Limits.DEFAULT);
        publish();

        assertThat(backend.heard()).containsExactly("m");
    }
}
