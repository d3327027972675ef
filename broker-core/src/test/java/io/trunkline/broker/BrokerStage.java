package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.cluster.ClusterBus;
import io.trunkline.broker.cluster.LoneNode;
import io.trunkline.broker.cursor.MemoryCursorStore;
import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.testkit.MemoryDirectory;
import io.trunkline.broker.testkit.MemorySchedules;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.testkit.RecordingListener;
import io.trunkline.broker.testkit.RecordingOutbox;
import io.trunkline.broker.testkit.VirtualWorld;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.assertj.core.api.Assertions;

/** One broker on virtual time with two applications, and what tests say to it. */
final class BrokerStage {
    static final Duration PATIENCE = Duration.ofSeconds(3);

    final VirtualWorld world = new VirtualWorld(7);
    final MemoryDirectory directory = new MemoryDirectory()
            .put(Principals.APPLICATION, true, Limits.DEFAULT)
            .put(Principals.OTHER_APPLICATION, true, Limits.DEFAULT);
    final RecordingListener listener = new RecordingListener();
    final MemorySchedules schedules;
    final LocalBroker broker;

    BrokerStage() {
        this("0000000a", new LoneNode());
    }

    BrokerStage(String node, ClusterBus bus) {
        this(node, bus, world -> new MemoryTopicLog(world, "epoch", new MemoryTopicLog.Bounds(2, 20, 2_000)));
    }

    BrokerStage(Function<VirtualWorld, TopicLog> logs) {
        this("0000000a", new LoneNode(), logs);
    }

    private BrokerStage(String node, ClusterBus bus, Function<VirtualWorld, TopicLog> logs) {
        this(node, bus, logs, new MemorySchedules());
    }

    /** A node that finds what another one has left. */
    BrokerStage(String node, Function<VirtualWorld, TopicLog> logs, MemorySchedules schedules) {
        this(node, new LoneNode(), logs, schedules);
    }

    private BrokerStage(String node, ClusterBus bus, Function<VirtualWorld, TopicLog> logs, MemorySchedules schedules) {
        this.schedules = schedules;
        var log = logs.apply(world);
        broker = new LocalBroker(
                world.node(node),
                new LocalBroker.Ports(directory, bus, log, listener, schedules, new MemoryCursorStore(world)),
                PATIENCE);
    }

    /** A reader: its connection and what it hears. */
    record Reader(Connection connection, RecordingOutbox outbox) {
        Reader to(String filter) {
            connection.subscribe(TopicFilter.levels(filter), SubscriptionOptions.DEFAULT);
            return this;
        }

        List<String> heard() {
            return outbox.texts();
        }
    }

    Reader reader(Principal principal) {
        return reader(principal, List.of());
    }

    Reader reader(Principal principal, List<TopicFilter> standing) {
        var outbox = new RecordingOutbox();
        return reader(
                Arrival.of(principal, outbox).as(LineKind.MQTT, Tenure.ALWAYS).standing(connected -> standing), outbox);
    }

    /** One of the platform's own. */
    Reader exit(TopicFilter filter) {
        var outbox = new RecordingOutbox();
        return reader(Arrival.of(Principals.anyone(), outbox).standing(connected -> List.of(filter)), outbox);
    }

    /** A client's line, for as long as the tenure lasts. */
    Reader client(Principal principal, LineKind kind, Tenure tenure) {
        var outbox = new RecordingOutbox();
        return reader(Arrival.of(principal, outbox).as(kind, tenure), outbox);
    }

    /** A client's stream that comes to hear this. */
    Reader stream(Principal principal, TopicFilter... filters) {
        var outbox = new RecordingOutbox();
        return reader(
                Arrival.of(principal, outbox).as(LineKind.EVENTS, Tenure.ALWAYS).wanting(List.of(filters)), outbox);
    }

    private Reader reader(Arrival arrival, RecordingOutbox outbox) {
        return new Reader(broker.connect(arrival), outbox);
    }

    Receipt publish(String topic, String text) {
        return publish(Principals.anyone(), topic, Publications.message(text));
    }

    Receipt publish(Principal principal, String topic, Message message) {
        return Objects.requireNonNull(
                broker.publish(principal, Topic.of(topic), message).block(Duration.ofSeconds(10)));
    }

    void limits(Limits limits) {
        directory.put(Principals.APPLICATION, true, limits);
    }

    void inbound(Inbound inbound) {
        directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 2, Limits.DEFAULT).withInbound(inbound));
    }

    /** Refused with this reason, and the listener was told. */
    void refuses(Reason reason, Principal principal, String topic, Message message) {
        var before = listener.told("refused").size();
        refuses(reason, () -> publish(principal, topic, message));
        assertThat(listener.told("refused"))
                .hasSize(before + 1)
                .last()
                .isEqualTo("refused " + principal.application() + " " + reason.code());
    }

    static void refuses(Reason reason, Runnable act) {
        Assertions.assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.reason()).isEqualTo(reason));
    }
}
