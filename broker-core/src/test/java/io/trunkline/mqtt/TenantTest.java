package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two applications with the same client ids, topics and share groups. */
class TenantTest {
    private final MqttStage stage = new MqttStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void sameTopicsAndClientIdsNeverMeet(boolean one5, boolean two5) {
        var oneReader = stage.client(one5, "one", "reader");
        var twoReader = stage.client(two5, "two", "reader");
        List.of(oneReader, twoReader).forEach(client -> client.subscribe(1, "#", MqttQoS.AT_MOST_ONCE));

        stage.client(one5, "one", "writer").publish("t", "from one", MqttQoS.AT_MOST_ONCE, 0);
        stage.client(two5, "two", "writer").publish("t", "from two", MqttQoS.AT_MOST_ONCE, 0);

        assertThat(oneReader.next(MqttMessageType.PUBLISH).payload()).isEqualTo("from one");
        assertThat(twoReader.next(MqttMessageType.PUBLISH).payload()).isEqualTo("from two");
        assertNothingMore(oneReader);
        assertNothingMore(twoReader);
    }

    @Test
    void aTakeOverStaysInsideTheApplication() {
        var one = stage.client(true, "one", "same");
        var two = stage.client(true, "two", "same");

        assertNothingMore(one);
        assertNothingMore(two);
    }

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,false"})
    void aShareGroupOfTheSameNameIsAnotherGroup(boolean one5, boolean two5) {
        var ones = members("one", one5);
        var twos = members("two", two5);
        var writer = stage.client(true, "one", "writer");

        IntStream.rangeClosed(1, 20)
                .forEach(i -> writer.publish("work/" + i, "job", MqttQoS.AT_LEAST_ONCE, i)
                        .next());

        assertThat(heard(ones)).isEqualTo(20);
        assertThat(heard(twos)).isZero();
    }

    @Test
    void retainedMessagesStayInside() {
        stage.client(true, "one", "w")
                .publish("kept", "of one", MqttQoS.AT_LEAST_ONCE, 1, MqttProperties.NO_PROPERTIES, true)
                .next();

        var other = stage.client(true, "two", "r");
        other.subscribe(1, "#", MqttQoS.AT_LEAST_ONCE);

        assertNothingMore(other);
    }

    @Test
    void willsStayInside() {
        var one = stage.subscriber(true, "one", "#", MqttQoS.AT_MOST_ONCE);
        var two = stage.subscriber(true, "two", "#", MqttQoS.AT_MOST_ONCE);
        var dying = stage.socket();
        dying.connect(MqttStage.hello(true, "one", "w")
                .with(b -> b.willFlag(true).willTopic("wills").willMessage("gone".getBytes(StandardCharsets.UTF_8))));

        dying.cut();

        assertThat(one.next(MqttMessageType.PUBLISH).payload()).isEqualTo("gone");
        assertNothingMore(two);
    }

    @Test
    void queuesOfTheAbsentStayInside() {
        var away = stage.socket();
        away.connect(MqttStage.hello(false, "one", "r").keep());
        away.subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        away.cut();
        stage.client(true, "one", "w")
                .publish("t", "x", MqttQoS.AT_LEAST_ONCE, 1)
                .next();

        var other = stage.socket();
        var answer = other.connect(MqttStage.hello(false, "two", "r").keep());

        assertThat(answer.variableHeader().isSessionPresent()).isFalse();
        assertNothingMore(other);
    }

    private List<RawClient> members(String application, boolean version5) {
        var members = new ArrayList<RawClient>();
        for (var id : List.of("m1", "m2")) {
            var member = stage.client(version5, application, id);
            member.subscribe(1, "$share/group/work/#", MqttQoS.AT_MOST_ONCE);
            members.add(member);
        }
        return members;
    }

    private static int heard(List<RawClient> members) {
        return members.stream().mapToInt(RawClient::publishesSoFar).sum();
    }

    private static void assertNothingMore(RawClient client) {
        client.send(MqttMessage.PINGREQ).next(MqttMessageType.PINGRESP);
        assertThat(client.unheard()).isZero();
    }
}
