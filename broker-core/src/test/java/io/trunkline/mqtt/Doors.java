package io.trunkline.mqtt;

import static org.awaitility.Awaitility.await;

import io.trunkline.broker.Broker;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.history.TopicRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** MQTT doors one after another, each of which goes on with what those before it have put down of sessions and parcels. Their clients are the application's {@code app}. */
final class Doors implements AutoCloseable {
    private final List<MqttStage> stages = new ArrayList<>();
    private final TopicRules rules;
    private final UnaryOperator<TopicLog> before;
    private final StageDirectory directory;
    private MemorySessionStore store = new MemorySessionStore();
    private MemoryParcelStore parcels = new MemoryParcelStore();
    private Duration later = Duration.ZERO;
    private MqttStage stage;

    Doors() {
        this(TopicRules.NONE, UnaryOperator.identity());
    }

    /** Topics that remember for as long as their door is open, in a log that something stands before. */
    Doors(TopicRules rules, UnaryOperator<TopicLog> before) {
        this.rules = rules;
        this.before = before;
        directory = new StageDirectory(rules);
        stage = begin(MqttLimits.standard(), UnaryOperator.identity());
    }

    private MqttStage begin(MqttLimits limits, UnaryOperator<Broker> around) {
        var world = new MqttStage.World(
                rules, before, store, parcels, directory, () -> Instant.now().plus(later));
        var begun = new MqttStage(world, limits, around);
        stages.add(begun);
        return begun;
    }

    /** What the door knows, and has not put down, is lost. It is closed at the end, when nobody hears it any more. */
    void kill() {
        lose();
        open();
    }

    /** What the door puts down from now on is lost. */
    void lose() {
        store = store.copy();
        parcels = parcels.copy();
    }

    void stop() {
        stage.closeDoor();
        open();
    }

    /** Another one beside the one that was, or after it. */
    void open() {
        open(MqttLimits.standard());
    }

    void open(MqttLimits limits) {
        stage = begin(limits, UnaryOperator.identity());
    }

    void open(UnaryOperator<Broker> around) {
        stage = begin(MqttLimits.standard(), around);
    }

    /** The doors' clock is so much ahead. */
    void later(Duration ahead) {
        later = ahead;
    }

    /** The newest. */
    MqttStage stage() {
        return stage;
    }

    StageDirectory directory() {
        return directory;
    }

    MemorySessionStore store() {
        return store;
    }

    /** What is put down of sessions. */
    Map<String, SavedSession> sessions() {
        return store.sessions();
    }

    MemoryParcelStore parcels() {
        return parcels;
    }

    /** What is put down of a client's session. */
    SavedSession saved(String id) {
        return Objects.requireNonNull(sessions().get("app/" + id));
    }

    /** Until it is put down that a client is away. */
    void awaitLeft(String id) {
        await().until(() -> saved(id).left() != null);
    }

    /** A client whose session outlives its connection by a minute. */
    RawClient kept(boolean version5, String id, boolean present) {
        return stage.kept(version5, id, present);
    }

    @Override
    public void close() {
        stages.forEach(MqttStage::close);
    }
}
