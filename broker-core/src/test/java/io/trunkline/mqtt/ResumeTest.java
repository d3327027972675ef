package io.trunkline.mqtt;

import static io.netty.handler.codec.mqtt.MqttQoS.AT_LEAST_ONCE;
import static io.netty.handler.codec.mqtt.MqttQoS.AT_MOST_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.mqtt.RawClient.Heard;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class ResumeTest {
    private final Scheduler readers = Schedulers.newSingle("log", true);
    private final MqttStage stage = new MqttStage(
            TopicRules.of(List.of(
                    new TopicRules.Rule("kept/#", Retention.ofSize(5_000)),
                    new TopicRules.Rule("brief/#", Retention.ofSize(2)))),
            log -> new HesitantLog(log, readers, 7));
    private int packetIds;

    @AfterEach
    void close() {
        stage.close();
        readers.dispose();
    }

    @Test
    void bringsWhatTheLogHasAfterTheSubackAndThenWhatComes() {
        publish("kept/a", "1", "2");
        var reader = stage.client(true, "app", "r");

        var answer = subscribe(reader, "earliest", AT_LEAST_ONCE, "kept/a");
        publish("kept/a", "3");

        assertThat(answer.payload().reasonCodes()).containsExactly(1);
        assertThat(said(answer)).containsExactly("continuity=resumed", "position=epoch:0");
        assertThat(heard(reader, 3)).containsExactly("1@epoch:1", "2@epoch:2", "3@epoch:3");
    }

    @Test
    void goesOnBehindAPosition() {
        publish("kept/a", "1", "2", "3");
        var reader = stage.client(true, "app", "r");

        var answer = subscribe(reader, "epoch:2", AT_LEAST_ONCE, "kept/a");

        assertThat(said(answer)).containsExactly("continuity=resumed", "position=epoch:2");
        assertThat(heard(reader, 1)).containsExactly("3@epoch:3");
    }

    @Test
    void beginsWithTheLatest() {
        publish("kept/a", "1");
        var reader = stage.client(true, "app", "r");

        var answer = subscribe(reader, "latest", AT_MOST_ONCE, "kept/a");
        publish("kept/a", "2");

        assertThat(said(answer)).containsExactly("continuity=resumed", "position=epoch:1");
        assertThat(heard(reader, 1)).containsExactly("2@epoch:2");
    }

    /** One pair for each filter, in order; a refused one has its place too. */
    @Test
    void saysForEachFilterHowItGoesOn() {
        publish("kept/a", "1");
        publish("brief/b", "1", "2", "3", "4");
        var reader = stage.client(true, "app", "r");

        var answer =
                subscribe(reader, "epoch:1", AT_MOST_ONCE, "kept/a", "brief/b", "free/c", "kept/+", "$share/g/kept/a");

        assertThat(answer.payload().reasonCodes()).containsExactly(0, 0, 0, 0x83, 0x83);
        assertThat(said(answer))
                .containsExactly(
                        "continuity=resumed",
                        "position=epoch:1",
                        "continuity=lost",
                        "position=epoch:2",
                        "continuity=lost",
                        "position=",
                        "continuity=lost",
                        "position=",
                        "continuity=lost",
                        "position=");
        assertThat(reason(answer)).isEqualTo("a position is of one topic: a filter begins with earliest or latest");
        assertThat(heard(reader, 2)).containsExactly("3@epoch:3", "4@epoch:4");
    }

    @Test
    void aFilterBeginsWithTheEarliestOfEachTopic() {
        publish("kept/a", "1");
        publish("kept/b", "2");
        var reader = stage.client(true, "app", "r");

        var answer = subscribe(reader, "earliest", AT_MOST_ONCE, "kept/+");

        assertThat(said(answer)).containsExactly("continuity=resumed", "position=");
        assertThat(heard(reader, 2)).containsExactlyInAnyOrder("1@epoch:1", "2@epoch:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "epoch", "epoch:-1", ""})
    void aPositionThatIsNoneIsRefusedAndTheLineGoesOn(String since) {
        var reader = stage.client(true, "app", "r");

        var answer = subscribe(reader, since, AT_MOST_ONCE, "kept/a");

        assertThat(answer.payload().reasonCodes()).containsExactly(0x83);
        assertThat(reason(answer)).isEqualTo("a position is written as <epoch>:<offset>");
        assertThat(reader.publishesSoFar()).isZero();
    }

    @Test
    void whoDoesNotAskSeesNothingOfIt() {
        publish("kept/a", "1");
        var reader = stage.client(true, "app", "r");

        var answer = subscribe(reader, null, AT_MOST_ONCE, "kept/a");
        publish("kept/a", "2");

        assertThat(said(answer)).isEmpty();
        assertThat(heard(reader, 1)).containsExactly("2@");
    }

    /** The standard has no user properties for them on a SUBACK. */
    @Test
    void whoWantsNoProblemInformationHearsTheCodesAlone() {
        var reader = stage.socket();
        reader.connect(MqttStage.hello(true, "app", "r").with(MqttProperties.REQUEST_PROBLEM_INFORMATION, 0));

        assertThat(said(subscribe(reader, "earliest", AT_MOST_ONCE, "kept/a"))).isEmpty();
    }

    @Test
    void whatTheLogBringsIsNotBroughtAsRetainedToo() {
        var writer = stage.publisher(true, "app");
        retain(writer, "kept/a", "kept");
        retain(writer, "free/a", "free");
        retain(writer, "brief/a", "old");
        publish("brief/a", "1", "2");
        var reader = stage.client(true, "app", "r");

        subscribe(reader, "earliest", AT_MOST_ONCE, "+/a");

        assertThat(heard(reader, 5))
                .containsExactlyInAnyOrder("kept@epoch:1", "free@", "old@epoch:1", "1@epoch:2", "2@epoch:3");
        assertThat(reader.publishesSoFar()).isZero();
    }

    @Test
    void whoBeginsWithTheLatestHearsTheRetainedMessage() {
        var writer = stage.publisher(true, "app");
        retain(writer, "kept/a", "kept");
        var latest = stage.client(true, "app", "latest");
        var behind = stage.client(true, "app", "behind");

        subscribe(latest, "latest", AT_MOST_ONCE, "kept/a");
        subscribe(behind, "epoch:1", AT_MOST_ONCE, "kept/a");

        assertThat(latest.next(MqttMessageType.PUBLISH).payload()).isEqualTo("kept");
        assertThat(behind.publishesSoFar()).isZero();
    }

    /** Whoever did not ask for ours gets it as any other. */
    @Test
    void aPublishersOwnPositionIsNotTakenForOurs() {
        var writer = stage.publisher(true, "app");
        var asking = stage.client(true, "app", "asking");
        var other = stage.client(true, "app", "other");
        subscribe(asking, "latest", AT_MOST_ONCE, "kept/a");
        subscribe(other, null, AT_MOST_ONCE, "kept/a");
        var said = new MqttProperties();
        said.add(new UserProperty("position", "upright"));
        said.add(new UserProperty("since", "noon"));
        said.add(new UserProperty("continuity", "none"));

        writer.publish("kept/a", "m", AT_LEAST_ONCE, 1, said, false).next(MqttMessageType.PUBACK);

        assertThat(user(asking.next(MqttMessageType.PUBLISH)))
                .containsExactly("position=epoch:1", "since=noon", "continuity=none");
        assertThat(user(other.next(MqttMessageType.PUBLISH)))
                .containsExactly("position=upright", "since=noon", "continuity=none");
    }

    private static List<String> user(Heard delivery) {
        var properties =
                ((MqttPublishMessage) delivery.packet()).variableHeader().properties();
        return PacketProperties.user(properties).stream()
                .filter(pair -> !Inbound.Names.isOurs(pair.name()))
                .map(pair -> pair.name() + "=" + pair.value())
                .toList();
    }

    @Test
    void historyComesWithinTheWindow() {
        publish("kept/a", IntStream.range(0, 500).mapToObj(Integer::toString).toArray(String[]::new));
        var reader = stage.socket();
        reader.connect(MqttStage.hello(true, "app", "r").with(MqttProperties.RECEIVE_MAXIMUM, 3));

        subscribe(reader, "earliest", AT_LEAST_ONCE, "kept/a");

        await().until(() -> reader.unheard() == 3);
        assertThat(reader.publishesSoFar()).isEqualTo(3);
        var state = stage.broker().connections().all().toList();
        assertThat(state).allMatch(line -> line.waitingBytes() < 64 << 10);
    }

    /** At QoS 0 it would pass what waits for the window, and its reader would come back from behind it. */
    @Test
    void whatWasPublishedAtQosZeroKeepsItsPlaceInTheLog() {
        var writer = stage.publisher(true, "app");
        writeMixed(writer, 20);
        var reader = stage.socket();
        reader.connect(MqttStage.hello(true, "app", "r").with(MqttProperties.RECEIVE_MAXIMUM, 3));

        subscribe(reader, "earliest", AT_LEAST_ONCE, "kept/a");
        writeMixed(writer, 20);

        assertThat(heard(reader, 80))
                .extracting(text -> text.replaceAll(".*@", ""))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 80).mapToObj(i -> "epoch:" + i).toList());
    }

    private static void writeMixed(RawClient writer, int count) {
        for (var i = 1; i <= count; i++) {
            writer.publish("kept/a", "zero", AT_MOST_ONCE, 0);
            writer.publish("kept/a", "one", AT_LEAST_ONCE, i).next(MqttMessageType.PUBACK);
        }
    }

    /** However slow the reader is, it loses nothing of what the log has, at QoS 0 neither. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aSlowReaderIsNeitherFloodedNorCut(int qos) {
        var large = "x".repeat(20_000);
        publish("kept/a", IntStream.range(0, 1000).mapToObj(i -> i + large).toArray(String[]::new));
        var reader = stage.client(true, "app", "r");
        reader.channel().config().setAutoRead(false);
        reader.send(request("earliest", MqttQoS.valueOf(qos), "kept/a"));
        publish("free/a", "meanwhile");

        reader.channel().config().setAutoRead(true);

        reader.next(MqttMessageType.SUBACK);
        assertThat(heard(reader, 1000))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 1000)
                        .mapToObj(i -> (i - 1) + large + "@epoch:" + i)
                        .toList());
        assertThat(stage.drops()).isZero();
    }

    /** What is not yet brought stays in the log. */
    @Test
    void whoIsAwayIsWaitedFor() {
        publish("kept/a", IntStream.range(0, 1000).mapToObj(Integer::toString).toArray(String[]::new));
        var reader = stage.socket();
        reader.connect(MqttStage.hello(true, "app", "r").keep().with(MqttProperties.SESSION_EXPIRY_INTERVAL, 60));
        subscribe(reader, "earliest", AT_LEAST_ONCE, "kept/a");
        var before = heard(reader, 100);
        reader.publishesSoFar();
        reader.cut();
        publish("kept/a", "last");
        var back = stage.socket();
        back.connect(MqttStage.hello(true, "app", "r").keep().with(MqttProperties.SESSION_EXPIRY_INTERVAL, 60));

        var after = new ArrayList<String>();
        while (after.isEmpty() || !after.get(after.size() - 1).startsWith("last")) {
            after.addAll(heard(back, 1));
        }

        var all = new ArrayList<>(before);
        after.stream().filter(text -> !all.contains(text)).forEach(all::add);
        var wanted = new ArrayList<>(IntStream.rangeClosed(1, 1000)
                .mapToObj(i -> (i - 1) + "@epoch:" + i)
                .toList());
        wanted.add("last@epoch:1001");
        assertThat(all).containsExactlyElementsOf(wanted);
    }

    @Test
    void whoSubscribesAnewWhileItIsCaughtUpWithHearsOn() {
        publish("kept/a", IntStream.range(0, 2000).mapToObj(Integer::toString).toArray(String[]::new));
        var reader = stage.client(true, "app", "r");
        reader.send(request("earliest", AT_LEAST_ONCE, "kept/a"));
        reader.send(request(null, AT_LEAST_ONCE, "kept/a"));
        publish("kept/a", "last");

        var heard = new ArrayList<String>();
        while (!heard.contains("last")) {
            var next = reader.next();
            if (next.type() == MqttMessageType.PUBLISH) {
                reader.acknowledge(MqttMessageType.PUBACK, next.packetId());
                heard.add(next.payload());
            }
        }

        assertThat(stage.broker()
                        .connections()
                        .all()
                        .filter(line -> !line.subscriptions().isEmpty()))
                .hasSize(1);
    }

    @Test
    void whoUnsubscribesHearsNoMoreOfTheHistory() {
        publish("kept/a", IntStream.range(0, 1000).mapToObj(Integer::toString).toArray(String[]::new));
        var reader = stage.socket();
        reader.connect(MqttStage.hello(true, "app", "r").with(MqttProperties.RECEIVE_MAXIMUM, 1));
        subscribe(reader, "earliest", AT_LEAST_ONCE, "kept/a");
        var first = reader.next(MqttMessageType.PUBLISH);

        reader.unsubscribe(9, "kept/a");
        reader.acknowledge(MqttMessageType.PUBACK, first.packetId());
        var rest = 0;
        while (reader.publishesSoFar() > 0) {
            reader.acknowledge(MqttMessageType.PUBACK, first.packetId() + ++rest);
        }

        assertThat(rest).as("what was in its queue already").isLessThan(100);
    }

    /** What is given up still waits for the reader's appetite. */
    @Test
    void nobodyIsCaughtUpWithInMoreFiltersThanItMayHave() {
        publish("kept/0", "1", "2");
        var reader = stage.socket();
        reader.connect(MqttStage.hello(true, "app", "r").with(MqttProperties.RECEIVE_MAXIMUM, 1));
        subscribe(reader, "earliest", AT_LEAST_ONCE, "kept/0");
        reader.next(MqttMessageType.PUBLISH);

        var codes = new ArrayList<Integer>();
        for (var topic = 1; topic <= 110; topic++) {
            publish("kept/" + topic, "1");
            codes.addAll(subscribe(reader, "earliest", AT_LEAST_ONCE, "kept/" + topic)
                    .payload()
                    .reasonCodes());
            reader.unsubscribe(7, "kept/" + topic);
        }

        assertThat(codes.subList(0, 100)).containsOnly(1);
        assertThat(codes.subList(100, 110)).containsOnly(0x97);
    }

    @Test
    void manyFiltersDoNotBeginSomewhereByOnePacket() {
        var reader = stage.client(true, "app", "r");
        var filters = IntStream.range(0, 200).mapToObj(i -> "kept/" + i).toArray(String[]::new);

        var answer = subscribe(reader, "earliest", AT_MOST_ONCE, filters);

        assertThat(answer.payload().reasonCodes()).hasSize(200).containsOnly(0x97);
        assertThat(said(answer)).isEmpty();
    }

    /** Starts on MQTT and resumes on MQTT, again and again, while others publish. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverAGapNeverTwiceAlwaysInOrder(long seed) {
        var random = new Random(seed);
        var qos = MqttQoS.valueOf(random.nextInt(2));
        var writer = stage.publisher(true, "app");
        var heard = new ArrayList<String>();
        var published = 0;
        var since = "earliest";
        for (var round = 0; round < 12; round++) {
            var before = random.nextInt(40);
            published = write(writer, published, before);
            var reader = stage.client(true, "app", "r" + round);
            reader.send(request(since, qos, "kept/a"));
            published = write(writer, published, random.nextInt(40));
            var missing = published - heard.size();
            var wanted = random.nextBoolean() ? missing : random.nextInt(missing + 1);
            reader.next(MqttMessageType.SUBACK);
            heard.addAll(heard(reader, wanted));
            reader.cut();
            since = heard.isEmpty() ? "earliest" : heard.get(heard.size() - 1).replaceAll(".*@", "");
        }

        assertThat(heard)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, heard.size())
                        .mapToObj(i -> i + "@epoch:" + i)
                        .toList());
        assertThat(heard).isNotEmpty();
    }

    private static int write(RawClient writer, int from, int count) {
        for (var i = from + 1; i <= from + count; i++) {
            writer.publish("kept/a", "" + i, AT_LEAST_ONCE, i);
        }
        for (var i = 0; i < count; i++) {
            writer.next(MqttMessageType.PUBACK);
        }
        return from + count;
    }

    private void publish(String topic, String... texts) {
        var writer = stage.publisher(true, "app");
        for (var text : texts) {
            writer.publish(topic, text, AT_LEAST_ONCE, 1).next(MqttMessageType.PUBACK);
        }
        writer.cut();
    }

    private static void retain(RawClient writer, String topic, String text) {
        writer.publish(topic, text, AT_LEAST_ONCE, 1, MqttProperties.NO_PROPERTIES, true)
                .next(MqttMessageType.PUBACK);
    }

    private MqttSubAckMessage subscribe(RawClient reader, @Nullable String since, MqttQoS qos, String... filters) {
        return (MqttSubAckMessage) reader.send(request(since, qos, filters))
                .next(MqttMessageType.SUBACK)
                .packet();
    }

    private io.netty.handler.codec.mqtt.MqttMessage request(@Nullable String since, MqttQoS qos, String... filters) {
        var properties = new MqttProperties();
        if (since != null) {
            properties.add(new UserProperty("since", since));
        }
        var packet = MqttMessageBuilders.subscribe().messageId(++packetIds).properties(properties);
        for (var filter : filters) {
            packet.addSubscription(qos, filter);
        }
        return packet.build();
    }

    /** The next deliveries, acknowledged, each with its position behind it. */
    private static List<String> heard(RawClient reader, int count) {
        var found = new ArrayList<String>();
        while (found.size() < count) {
            found.add(taken(reader, reader.next(MqttMessageType.PUBLISH)));
        }
        return found;
    }

    private static String taken(RawClient reader, Heard next) {
        if (next.packet().fixedHeader().qosLevel() == AT_LEAST_ONCE) {
            reader.acknowledge(MqttMessageType.PUBACK, next.packetId());
        }
        var properties = ((MqttPublishMessage) next.packet()).variableHeader().properties();
        var position = PacketProperties.user(properties, "position");
        return next.payload() + "@" + String.join("", position);
    }

    private static List<String> said(MqttSubAckMessage answer) {
        return PacketProperties.user(answer.idAndPropertiesVariableHeader().properties()).stream()
                .map(pair -> pair.name() + "=" + pair.value())
                .toList();
    }

    private static @Nullable String reason(MqttSubAckMessage answer) {
        return PacketProperties.string(
                answer.idAndPropertiesVariableHeader().properties(), MqttProperties.REASON_STRING);
    }
}
