package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups that share a filter over topics with a history: each message is with one member until that one has acknowledged it, and waits while nobody is there. */
class SharedHistoryTest {
    private static final TopicRules RULES =
            TopicRules.of(List.of(new TopicRules.Rule("jobs/#", Retention.ofSize(10_000))));

    private final MqttStage stage = new MqttStage(RULES, UnaryOperator.identity());

    @AfterEach
    void end() {
        stage.close();
    }

    private RawClient member(String id, MqttQoS qos) {
        var client = stage.client(true, "app", id);
        assertThat(client.subscribe(1, "$share/crew/jobs/+", qos)).containsExactly(qos.value());
        return client;
    }

    private void publish(int from, int to) {
        var publisher = stage.publisher(true, "app");
        for (var i = from; i < to; i++) {
            publisher.publish("jobs/" + i % 3, "m" + i, MqttQoS.AT_LEAST_ONCE, 1 + i);
        }
        for (var i = from; i < to; i++) {
            publisher.next(MqttMessageType.PUBACK);
        }
    }

    private static List<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    /** Reads so many, and acknowledges each. */
    private static List<String> work(RawClient client, int count) {
        var done = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            var heard = client.next(MqttMessageType.PUBLISH);
            client.acknowledge(MqttMessageType.PUBACK, heard.packetId());
            done.add(heard.payload());
        }
        return done;
    }

    @Test
    void membersShareWhatIsPublished() {
        var one = member("one", MqttQoS.AT_LEAST_ONCE);
        var other = member("other", MqttQoS.AT_LEAST_ONCE);

        publish(0, 60);
        await().atMost(Duration.ofSeconds(20)).until(() -> one.unheard() + other.unheard() == 60);

        var mine = work(one, one.unheard());
        var its = work(other, other.unheard());
        assertThat(mine).hasSizeBetween(5, 55);
        assertThat(Stream.concat(mine.stream(), its.stream())).containsExactlyInAnyOrderElementsOf(names(0, 60));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAMemberThatDiesLeftUnacknowledgedGoesToAnother(boolean version5) {
        var one = stage.client(version5, "app", "one");
        one.subscribe(1, "$share/crew/jobs/+", MqttQoS.AT_LEAST_ONCE);
        publish(0, 10);
        var done = work(one, 4);
        IntStream.range(4, 10).forEach(i -> one.next(MqttMessageType.PUBLISH));
        assertThat(one.publishesSoFar()).isZero();
        var other = member("other", MqttQoS.AT_LEAST_ONCE);

        one.cut();

        assertThat(Stream.concat(done.stream(), work(other, 6).stream()))
                .containsExactlyInAnyOrderElementsOf(names(0, 10));
        assertThat(other.publishesSoFar()).isZero();
    }

    /** Its session is kept, and yet others do not wait for it. */
    @Test
    void whatAMemberThatIsAwayHadGoesToAnother() {
        var one = stage.socket();
        one.connect(MqttStage.hello(true, "app", "one")
                .with(MqttProperties.SESSION_EXPIRY_INTERVAL, 1_000)
                .keep());
        one.subscribe(1, "$share/crew/jobs/+", MqttQoS.AT_LEAST_ONCE);
        publish(0, 3);
        one.next(MqttMessageType.PUBLISH);
        one.cut();
        var other = member("other", MqttQoS.AT_LEAST_ONCE);

        assertThat(work(other, 3)).containsExactlyInAnyOrderElementsOf(names(0, 3));
        publish(3, 20);
        assertThat(work(other, 17)).containsExactlyInAnyOrderElementsOf(names(3, 20));
    }

    @Test
    void whatNobodyTakesWaitsForTheNextMember() {
        var first = member("first", MqttQoS.AT_LEAST_ONCE);
        publish(0, 2);
        assertThat(work(first, 2)).hasSize(2);
        first.publishesSoFar();
        first.cut();
        var app = new ApplicationId("app");
        await().until(() -> stage.broker().connections().of(app).count() == 1);

        publish(2, 1_500);
        var second = member("second", MqttQoS.AT_LEAST_ONCE);

        var heard = work(second, 1_498);
        assertThat(heard).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(names(2, 1_500));
        assertThat(stage.dropped()).isEmpty();
    }

    @Test
    void atQosZeroEachIsWrittenOnce() {
        var one = member("one", MqttQoS.AT_MOST_ONCE);
        var other = member("other", MqttQoS.AT_MOST_ONCE);

        publish(0, 100);

        await().atMost(Duration.ofSeconds(20)).until(() -> one.unheard() + other.unheard() >= 100);
        assertThat(one.publishesSoFar() + other.publishesSoFar()).isEqualTo(100);
        assertThat(stage.dropped()).isEmpty();
    }

    @Test
    void whatHasNoHistoryGoesTheOldWay() {
        var client = stage.client(true, "app", "both");
        client.subscribe(1, "$share/crew/#", MqttQoS.AT_LEAST_ONCE);
        var publisher = stage.publisher(true, "app");

        publisher.publish("free/a", "free", MqttQoS.AT_LEAST_ONCE, 1);
        publisher.publish("jobs/a", "kept", MqttQoS.AT_LEAST_ONCE, 2);

        assertThat(work(client, 2)).containsExactlyInAnyOrder("free", "kept");
        assertThat(client.publishesSoFar()).isZero();
    }

    /** At QoS 2 what was sent is its client's until the session ends. */
    @Test
    void whatWasSentAtQosTwoWaitsForItsMember() {
        var one = stage.socket();
        one.connect(MqttStage.hello(true, "app", "one")
                .with(MqttProperties.SESSION_EXPIRY_INTERVAL, 1_000)
                .keep());
        one.subscribe(1, "$share/crew/jobs/+", MqttQoS.EXACTLY_ONCE);
        stage.publisher(true, "app")
                .publish("jobs/1", "m0", MqttQoS.EXACTLY_ONCE, 1)
                .next(MqttMessageType.PUBREC);
        var sent = one.next(MqttMessageType.PUBLISH);
        one.cut();
        var other = member("other", MqttQoS.EXACTLY_ONCE);
        assertThat(other.publishesSoFar()).isZero();

        var back = stage.socket();
        back.connect(MqttStage.hello(true, "app", "one")
                .with(MqttProperties.SESSION_EXPIRY_INTERVAL, 1_000)
                .keep());

        var again = back.next(MqttMessageType.PUBLISH);
        assertThat(again.payload()).isEqualTo("m0");
        assertThat(again.packet().fixedHeader().isDup()).isTrue();
        assertThat(again.packetId()).isEqualTo(sent.packetId());
        assertThat(other.publishesSoFar()).isZero();
    }
}
