package io.trunkline.mqtt;

import static io.netty.handler.codec.mqtt.MqttMessageType.PUBACK;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBCOMP;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBLISH;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBREC;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBREL;
import static io.netty.handler.codec.mqtt.MqttQoS.AT_LEAST_ONCE;
import static io.netty.handler.codec.mqtt.MqttQoS.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

/** QoS 2 publishes that the log has not taken yet, and may not take, when their line breaks: an answer to the repetition is an answer of the log. */
class ExactlyOnceTest {
    private static final Refused AWAY = new Refused(Reason.UNAVAILABLE);
    private static final int UNAVAILABLE = 0x80;

    private final TopicRules rules = TopicRules.of(List.of(new TopicRules.Rule("kept/#", Retention.ofSize(10_000))));
    private @Nullable HesitantLog made;
    private final Doors doors = new Doors(rules, log -> {
        made = new HesitantLog(log, Schedulers.immediate(), 1);
        return made;
    });

    @AfterEach
    void close() {
        doors.close();
    }

    private HesitantLog log() {
        return Objects.requireNonNull(made);
    }

    /** One that has published what the log has not taken yet. */
    private RawClient pending(boolean version5) {
        var writer = doors.kept(version5, "w", false);
        log().hold();
        writer.publish("kept/a", "x", EXACTLY_ONCE, 5);
        awaitAppending(1);
        return writer;
    }

    private void awaitAppending(int count) {
        await().until(() -> log().appending() == count);
    }

    private RawClient reader() {
        var reader = doors.stage().client(true, "app", "reader");
        reader.subscribe(1, "kept/a", AT_LEAST_ONCE);
        return reader;
    }

    private static String heard(RawClient reader) {
        var next = reader.next(PUBLISH);
        reader.acknowledge(PUBACK, next.packetId());
        return next.payload();
    }

    /** The log takes, at once, whatever comes now. */
    private void end(RawClient writer, RawClient reader) throws InterruptedException {
        writer.publish("kept/a", "end", EXACTLY_ONCE, 9);
        awaitAppending(1);
        log().letGo();
        assertThat(writer.next(PUBREC).packetId()).isEqualTo(9);
        assertThat(heard(reader)).isEqualTo("end");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theRepetitionIsAnsweredWhenTheFirstIsTaken(boolean version5) throws InterruptedException {
        var reader = reader();
        pending(version5).cut();
        var back = doors.kept(version5, "w", true);
        back.publish("kept/a", "x", EXACTLY_ONCE, 5);
        assertThat(back.publishesSoFar()).isZero();

        log().letGo();

        assertThat(back.next(PUBREC).packetId()).isEqualTo(5);
        back.acknowledge(PUBREL, 5).next(PUBCOMP);
        assertThat(heard(reader)).isEqualTo("x");
        end(back, reader);
    }

    @Test
    void theRepetitionIsRefusedWithTheFirstAndMayComeAgain() throws InterruptedException {
        var reader = reader();
        pending(true).cut();
        var back = doors.kept(true, "w", true);
        back.publish("kept/a", "x", EXACTLY_ONCE, 5);
        assertThat(back.publishesSoFar()).isZero();

        log().refuse(AWAY);

        assertThat(RawClient.code(back.next(PUBREC))).isEqualTo(UNAVAILABLE);
        back.publish("kept/a", "x", EXACTLY_ONCE, 5);
        awaitAppending(1);
        log().letGo();
        assertThat(RawClient.code(back.next(PUBREC))).isZero();
        assertThat(heard(reader)).isEqualTo("x");
        end(back, reader);
    }

    @Test
    void version3IsCutOffWhenTheFirstIsRefused() throws InterruptedException {
        pending(false).cut();
        var back = doors.kept(false, "w", true);
        back.publish("kept/a", "x", EXACTLY_ONCE, 5);
        assertThat(back.publishesSoFar()).isZero();

        log().refuse(AWAY);

        await().until(back::isClosed);
        assertThat(back.unheard()).isZero();
        var again = doors.kept(false, "w", true);
        again.publish("kept/a", "x", EXACTLY_ONCE, 5);
        awaitAppending(1);
        log().letGo();
        assertThat(again.next(PUBREC).packetId()).isEqualTo(5);
    }

    @Test
    void whatIsRefusedWhileItsClientIsAwayIsTakenWhenItComesAgain() throws InterruptedException {
        var reader = reader();
        pending(true).cut();
        log().refuse(AWAY);
        var back = doors.kept(true, "w", true);

        back.publish("kept/a", "x", EXACTLY_ONCE, 5);
        awaitAppending(1);
        log().letGo();

        assertThat(RawClient.code(back.next(PUBREC))).isZero();
        assertThat(heard(reader)).isEqualTo("x");
    }

    @Test
    void whoTakesTheSessionHearsOfWhatTheOtherLineBrought() throws InterruptedException {
        var reader = reader();
        var first = pending(true);
        var second = doors.kept(true, "w", true);
        await().until(first::isClosed);
        second.publish("kept/a", "x", EXACTLY_ONCE, 5);
        assertThat(second.publishesSoFar()).isZero();

        log().letGo();

        assertThat(RawClient.code(second.next(PUBREC))).isZero();
        assertThat(heard(reader)).isEqualTo("x");
        end(second, reader);
    }

    @Test
    void aRepetitionOnTheSameLineHearsTheSame() throws InterruptedException {
        var writer = pending(true);
        writer.publish("kept/a", "x", EXACTLY_ONCE, 5).publish("free", "y", AT_LEAST_ONCE, 6);
        assertThat(writer.publishesSoFar()).isZero();

        log().refuse(AWAY);

        assertThat(RawClient.code(writer.next(PUBREC))).isEqualTo(UNAVAILABLE);
        assertThat(RawClient.code(writer.next(PUBREC))).isEqualTo(UNAVAILABLE);
        assertThat(writer.next(PUBACK).packetId()).isEqualTo(6);
    }

    /** It is another session, and the id another publish's. */
    @Test
    void aCleanStartKnowsNothingOfWhatIsPending() throws InterruptedException {
        var reader = reader();
        pending(true).cut();
        var anew = doors.stage().client(true, "app", "w");
        anew.publish("kept/a", "y", EXACTLY_ONCE, 5);
        awaitAppending(2);

        log().refuse(AWAY);
        log().letGo();

        assertThat(RawClient.code(anew.next(PUBREC))).isZero();
        assertThat(heard(reader)).isEqualTo("y");
        anew.acknowledge(PUBREL, 5);
        assertThat(RawClient.code(anew.next(PUBCOMP))).isZero();
    }

    @Test
    void aReleaseBeforeTheAnswerIsOfNothing() throws InterruptedException {
        var writer = pending(true);

        writer.acknowledge(PUBREL, 5);

        assertThat(RawClient.code(writer.next(PUBCOMP))).isEqualTo(0x92);
        log().letGo();
        writer.next(PUBREC);
        writer.acknowledge(PUBREL, 5);
        assertThat(RawClient.code(writer.next(PUBCOMP))).isZero();
    }

    /** Everything before the kill is lost with the process but what the log and the store have. */
    @Test
    void whatTheLogHadNotTakenAtAKillIsNotKnown() throws InterruptedException {
        pending(true).cut();
        doors.awaitLeft("w");
        doors.kill();
        var reader = reader();

        var back = doors.kept(true, "w", true);
        back.publish("kept/a", "x", EXACTLY_ONCE, 5).next(PUBREC);

        assertThat(heard(reader)).isEqualTo("x");
    }

    @Test
    void whatTheLogTookWhileTheClientWasAwayIsKnownAfterAKill() throws InterruptedException {
        pending(true).cut();
        doors.awaitLeft("w");
        assertThat(doors.saved("w").received()).isEmpty();

        log().letGo();

        await().until(() -> doors.saved("w").received().contains(5));
    }
}
