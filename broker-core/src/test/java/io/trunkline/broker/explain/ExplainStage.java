package io.trunkline.broker.explain;

import io.trunkline.broker.Arrival;
import io.trunkline.broker.Connection;
import io.trunkline.broker.LineKind;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.Tenure;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.cluster.LoneNode;
import io.trunkline.broker.cursor.MemoryCursorStore;
import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.testkit.ForgetfulSchedules;
import io.trunkline.broker.testkit.MemoryDirectory;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.testkit.RecordingOutbox;
import io.trunkline.broker.testkit.VirtualWorld;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.Objects;

/** A broker on virtual time whose flights are recorded; every act takes a second. */
final class ExplainStage {
    static final Limits LIMITS = Limits.DEFAULT.withConnectionsPerSubject(0);

    final VirtualWorld world = new VirtualWorld(3);
    final MemoryDirectory directory = new MemoryDirectory().put(Principals.APPLICATION, true, LIMITS);
    final FlightRecorder recorder = new FlightRecorder(world);
    final LocalBroker broker = new LocalBroker(
            world.node("0000000a"),
            new LocalBroker.Ports(
                    directory,
                    new LoneNode(),
                    new MemoryTopicLog(world, "epoch", MemoryTopicLog.Bounds.DEFAULT),
                    recorder,
                    new ForgetfulSchedules(),
                    new MemoryCursorStore(world)),
            Duration.ofSeconds(1));
    private final Explainer explainer = new Explainer(broker.connections(), recorder, directory);

    private void act() {
        world.pass(Duration.ofSeconds(1));
    }

    Connection open() {
        return open(Principals.nobody(), new RecordingOutbox(), LineKind.WEBSOCKET);
    }

    Connection open(Principal principal, Outbox outbox, LineKind kind) {
        act();
        return broker.connect(Arrival.of(principal, outbox).as(kind, Tenure.ALWAYS));
    }

    void subscribe(Connection connection, String filter) {
        subscribe(connection, filter, SubscriptionOptions.DEFAULT);
    }

    void subscribe(Connection connection, String filter, SubscriptionOptions options) {
        act();
        try {
            connection.subscribe(TopicFilter.levels(filter), options);
        } catch (Refused no) {
            // what is written down of it is what the test is about
        }
    }

    void publish(String id) {
        publish(Principals.anyone(), message(id));
    }

    static Message message(String id) {
        return Publications.message("text").withId(id);
    }

    void publish(Principal publisher, Message message) {
        publish(publisher, "a/b", message);
    }

    void publish(Principal publisher, String topic, Message message) {
        act();
        broker.publish(publisher, Topic.of(topic), message)
                .onErrorComplete(Refused.class)
                .block(Duration.ofSeconds(10));
    }

    void close(Connection connection, Reason reason) {
        act();
        connection.close(reason);
    }

    Finding ask(Connection connection, String message) {
        return ask(connection.id(), message);
    }

    Finding ask(String connection, String message) {
        act();
        return Objects.requireNonNull(explainer
                        .explain(Principals.APPLICATION, connection, message)
                        .block(Duration.ofSeconds(10)))
                .finding();
    }

    Reach reach(String message, int limit) {
        return Objects.requireNonNull(
                explainer.reach(Principals.APPLICATION, message, limit).block(Duration.ofSeconds(10)));
    }
}
