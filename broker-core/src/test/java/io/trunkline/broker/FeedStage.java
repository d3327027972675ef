package io.trunkline.broker;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.cluster.LoneNode;
import io.trunkline.broker.cursor.MemoryCursorStore;
import io.trunkline.broker.explain.Explainer;
import io.trunkline.broker.explain.FlightRecorder;
import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.routing.Progress;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.testkit.MemoryDirectory;
import io.trunkline.broker.testkit.MemorySchedules;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.testkit.RecordingListener;
import io.trunkline.broker.testkit.VirtualWorld;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Readers of topics with a history who acknowledge what they get, on virtual time; the process may end and begin again. */
final class FeedStage {
    final VirtualWorld world = new VirtualWorld(7);
    final RecordingListener listener = new RecordingListener();
    private final FlightRecorder recorder = new FlightRecorder(world);
    final MemoryCursorStore store = new MemoryCursorStore(world);
    final MemoryTopicLog log = new MemoryTopicLog(world, "epoch", MemoryTopicLog.Bounds.DEFAULT);
    final MemoryDirectory directory = new MemoryDirectory();
    LocalBroker broker;

    FeedStage() {
        remember(Retention.ofSize(10_000));
        broker = begin();
    }

    void remember(Retention retention) {
        var rules = TopicRules.of(
                List.of(new TopicRules.Rule("kept/#", retention), new TopicRules.Rule("secure/#", retention)));
        directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 2, Limits.DEFAULT).withTopics(rules));
    }

    private LocalBroker begin() {
        var ports = new LocalBroker.Ports(
                directory,
                new LoneNode(),
                log,
                BrokerListener.all(List.of(listener, recorder)),
                new MemorySchedules(),
                store);
        return new LocalBroker(world.node("0000000a"), ports, Duration.ofSeconds(1));
    }

    /** The process ends, with a last word to its lines, and another begins. */
    void restart() {
        broker.dispose();
        broker = begin();
    }

    static Message message(String text) {
        return Publications.message(text).withId(text).withDelivery(1, false);
    }

    /** What became of the message at a client. */
    String explain(Client client, String text) {
        return Objects.requireNonNull(new Explainer(broker.connections(), recorder, directory)
                        .explain(Principals.APPLICATION, client.connection.id(), text)
                        .block())
                .finding()
                .reason();
    }

    int publish(String topic, String text) {
        return Objects.requireNonNull(broker.publish(Principals.anyone(), Topic.of(topic), message(text))
                        .block())
                .subscribers();
    }

    Client client(int window, Consumer<String> heard) {
        return client(window, heard, Principals.anyone());
    }

    Client client(int window, Consumer<String> heard, Principal principal) {
        return new Client(window, heard, principal);
    }

    static SubscriptionOptions shared(int qos) {
        return new SubscriptionOptions(qos, 0, false, false, "crew", false, null);
    }

    static SubscriptionOptions lasting(int qos) {
        return new SubscriptionOptions(qos, 0, false, false, null, false, null).lasting("device-1");
    }

    /** A session, whose client is there or away. */
    final class Client implements Outbox {
        final Connection connection;
        final List<Delivery> unacknowledged = new ArrayList<>();
        final List<String> heard = new ArrayList<>();
        private final Consumer<String> hearing;
        private final List<MonoSink<Void>> hungry = new ArrayList<>();
        private final int window;
        private boolean present = true;
        private boolean full;
        private boolean ended;

        private Client(int window, Consumer<String> hearing, Principal principal) {
            this.window = window;
            this.hearing = hearing;
            this.connection = broker.connect(Arrival.of(principal, this).as(LineKind.MQTT, Tenure.ALWAYS));
        }

        Client to(String filter, SubscriptionOptions options) {
            var made = connection.subscribe(TopicFilter.levels(filter), options);
            connection.opening(made).block();
            return this;
        }

        /** The oldest of what it has. */
        void acknowledge() {
            if (present && !unacknowledged.isEmpty()) {
                Objects.requireNonNull(unacknowledged.remove(0).settlement()).settled();
                look();
            }
        }

        void goAway() {
            present = false;
            connection.away();
            unacknowledged.forEach(
                    delivery -> Objects.requireNonNull(delivery.settlement()).interrupted());
        }

        void comeBack() {
            present = true;
            look();
        }

        void full(boolean yes) {
            full = yes;
        }

        boolean isPresent(boolean yes) {
            return present == yes;
        }

        boolean isEnded() {
            return ended;
        }

        private void look() {
            while (isReady() && !hungry.isEmpty()) {
                hungry.remove(0).success();
            }
        }

        @Override
        public Offer offer(Delivery delivery) {
            if (full) {
                return Offer.DROPPED;
            }
            if (delivery.qos() > 0 && delivery.settlement() != null) {
                unacknowledged.add(delivery);
            }
            var text = Publications.text(delivery.publication());
            heard.add(text);
            hearing.accept(text);
            return Offer.TAKEN;
        }

        @Override
        public Mono<Void> appetite() {
            return Mono.create(sink -> {
                hungry.add(sink);
                look();
            });
        }

        @Override
        public boolean isReady() {
            return present && unacknowledged.size() < window;
        }

        @Override
        public boolean isPresent() {
            return present;
        }

        @Override
        public Mono<Progress> progress(String publication) {
            var isSent = unacknowledged.stream()
                    .anyMatch(delivery -> delivery.publication().id().equals(publication));
            return Mono.just(isSent ? Progress.SENT : Progress.LEFT);
        }

        @Override
        public int window() {
            return window;
        }

        @Override
        public void close(Reason reason) {
            ended = true;
            present = false;
        }

        @Override
        public long waitingBytes() {
            return 0;
        }
    }
}
