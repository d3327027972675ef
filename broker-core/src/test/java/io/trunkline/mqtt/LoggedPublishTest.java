package io.trunkline.mqtt;

import static io.netty.handler.codec.mqtt.MqttQoS.AT_LEAST_ONCE;
import static io.netty.handler.codec.mqtt.MqttQoS.AT_MOST_ONCE;
import static io.netty.handler.codec.mqtt.MqttQoS.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.scheduler.Schedulers;

/** Publishing on topics whose log takes its time. */
class LoggedPublishTest {
    private @Nullable HesitantLog made;
    private final MqttStage stage = new MqttStage(
            TopicRules.of(List.of(
                    new TopicRules.Rule("kept/#", Retention.ofSize(10_000)),
                    new TopicRules.Rule("safe", Retention.ofSize(10).asDurable()))),
            log -> {
                made = new HesitantLog(log, Schedulers.immediate(), 1);
                return made;
            });

    private HesitantLog log() {
        return Objects.requireNonNull(made);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    /** The second is done before the first; an answer would say that what was sent before is settled too. */
    @Test
    void isAnsweredInTheOrderOfThePublishes() throws InterruptedException {
        var writer = stage.publisher(true, "app");
        log().hold();
        writer.publish("kept/a", "1", AT_LEAST_ONCE, 1)
                .publish("kept/b", "2", EXACTLY_ONCE, 2)
                .publish("free", "3", AT_LEAST_ONCE, 3);
        await().until(() -> log().appending() == 2);

        assertThat(writer.publishesSoFar()).isZero();
        log().letGo();
        assertThat(writer.next(MqttMessageType.PUBACK).packetId()).isEqualTo(1);
        log().letGo();

        assertThat(writer.next(MqttMessageType.PUBREC).packetId()).isEqualTo(2);
        assertThat(writer.next(MqttMessageType.PUBACK).packetId()).isEqualTo(3);
    }

    /** In the first minutes after a start a key is looked for in the log; what was sent later was there before it. */
    @Test
    void isInTheLogBehindOneWhoseKeyIsLookedFor() {
        var reader = stage.subscriber(true, "app", "#", AT_LEAST_ONCE);
        var writer = stage.publisher(true, "app");
        writer.send(keyed("1")).publish("safe", "2", AT_LEAST_ONCE, 2).publish("kept/a", "3", AT_LEAST_ONCE, 3);
        assertThat(reader.next(MqttMessageType.PUBLISH).payload()).isEqualTo("3");

        log().answerRecalls();

        assertThat(reader.next(MqttMessageType.PUBLISH).payload()).isEqualTo("1");
        assertThat(reader.next(MqttMessageType.PUBLISH).payload()).isEqualTo("2");
        assertThat(writer.next(MqttMessageType.PUBACK).packetId()).isEqualTo(1);
    }

    private static MqttMessage keyed(String text) {
        var properties = new MqttProperties();
        properties.add(new MqttProperties.UserProperty("idempotency-key", "k"));
        return MqttMessageBuilders.publish()
                .topicName("safe")
                .qos(AT_LEAST_ONCE)
                .messageId(1)
                .properties(properties)
                .payload(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8))
                .build();
    }

    @Test
    void aPublisherOfQos0IsNotReadWhileTheLogHasNotTakenWhatItSent() throws InterruptedException {
        var writer = stage.publisher(true, "app");
        log().hold();
        var most = MqttLimits.standard().receiveMaximum();
        var all = 10 * most;
        IntStream.range(0, all).forEach(i -> writer.publish("kept/a", "" + i, AT_MOST_ONCE, 0));

        await().until(() -> log().appending() == most);
        for (var i = 0; i < all; i++) {
            assertThat(log().appending()).isLessThanOrEqualTo(most);
            log().letGo();
        }

        var reader = stage.client(true, "app", "r");
        reader.subscribe(1, "kept/a", AT_MOST_ONCE);
        assertThat(writer.publishesSoFar()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"UNAVAILABLE, 128", "OVERLOADED, 128", "LIMIT_REACHED, 151"})
    void version5HearsWhyItWasNotTaken(Reason reason, int code) {
        var writer = stage.publisher(true, "app");
        log().failWith(new Refused(reason));

        var once = writer.publish("kept/a", "1", AT_LEAST_ONCE, 1).next(MqttMessageType.PUBACK);
        var twice = writer.publish("kept/a", "2", EXACTLY_ONCE, 2).next(MqttMessageType.PUBREC);

        assertThat(RawClient.code(once)).isEqualTo(code);
        assertThat(RawClient.code(twice)).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "OVERLOADED"})
    void version3IsCutOffWhereItMustNotTakeItForAYes(Reason reason) {
        var writer = stage.publisher(false, "app");
        log().failWith(new Refused(reason));

        writer.publish("kept/a", "0", AT_MOST_ONCE, 0);
        assertThat(writer.publishesSoFar()).isZero();
        writer.publish("kept/a", "1", AT_LEAST_ONCE, 1);

        await().until(writer::isClosed);
        assertThat(writer.unheard()).isZero();
    }
}
