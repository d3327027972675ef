package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.SubscriptionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Readers who come, go, come back, acknowledge or do not, and processes that end, at random: nothing is lost, and nothing comes twice unless it was given back. */
class FeedPropertyTest {
    private static final int STEPS = 300;
    private static final int PUBLICATIONS = 80;

    /** One run from its seed. */
    private static class Run {
        final FeedStage stage = new FeedStage();
        final Random random;
        final SubscriptionOptions options;
        final List<FeedStage.Client> clients = new ArrayList<>();
        final List<String> published = new ArrayList<>();
        final Map<String, Integer> heard = new HashMap<>();
        final Map<String, Integer> topics = new HashMap<>();
        int givenBack;

        Run(long seed, SubscriptionOptions options) {
            this.random = new Random(seed);
            this.options = options;
            come();
        }

        void come() {
            clients.add(stage.client(1 + random.nextInt(4), this::hears).to("kept/+", options));
        }

        void hears(String text) {
            heard.merge(text, 1, Integer::sum);
        }

        FeedStage.Client any() {
            return clients.get(random.nextInt(clients.size()));
        }

        void publish() {
            if (published.size() < PUBLICATIONS) {
                var topic = "kept/" + random.nextInt(3);
                var text = topic + " " + topics.merge(topic, 1, Integer::sum);
                published.add(text);
                stage.publish(topic, text);
            }
        }

        void acknowledge() {
            any().acknowledge();
        }

        void goAway() {
            var one = any();
            if (one.isPresent(true)) {
                givenBack += one.unacknowledged.size();
                one.goAway();
            } else {
                one.comeBack();
            }
        }

        void restart() {
            clients.forEach(one -> givenBack += one.unacknowledged.size());
            stage.restart();
            clients.clear();
            come();
        }

        void end() {
            for (var i = 0; i < 500; i++) {
                clients.forEach(FeedStage.Client::comeBack);
                clients.forEach(FeedStage.Client::acknowledge);
                stage.world.pass(Duration.ofMillis(100));
            }
            assertThat(heard.keySet()).containsExactlyInAnyOrderElementsOf(published);
            assertThat(stage.listener.told("dropped")).isEmpty();
        }
    }

    @Property(tries = 200)
    void ofAGroupEachHasItsPart(@ForAll long seed) {
        var run = new Run(seed, FeedStage.shared(1));
        for (var step = 0; step < STEPS; step++) {
            switch (run.random.nextInt(12)) {
                case 0, 1, 2, 3 -> run.publish();
                case 4, 5, 6, 7 -> run.acknowledge();
                case 8 -> run.goAway();
                case 9 -> leaveOrCome(run);
                case 10 -> run.stage.world.pass(Duration.ofMillis(run.random.nextInt(1_500)));
                default -> rarely(run);
            }
        }
        run.end();
        var twice = run.heard.values().stream().mapToInt(times -> times - 1).sum();
        assertThat(twice).isLessThanOrEqualTo(run.givenBack);
    }

    private static void leaveOrCome(Run run) {
        if (run.clients.size() > 1 && run.random.nextBoolean()) {
            var leaving = run.any();
            run.givenBack += leaving.unacknowledged.size();
            run.clients.remove(leaving);
            leaving.connection.close(Reason.CLOSED_BY_PEER);
        } else if (run.clients.size() < 5) {
            run.come();
        }
    }

    private static void rarely(Run run) {
        if (run.random.nextInt(5) == 0) {
            run.restart();
        }
    }

    @Property(tries = 200)
    void aSessionMissesNothingAndHearsEachTopicInOrder(@ForAll long seed) {
        var run = new Run(seed, FeedStage.lasting(1)) {
            private final Map<String, Integer> last = new HashMap<>();

            /** What comes again after a restart comes in order as well. */
            @Override
            void hears(String text) {
                super.hears(text);
                var parts = text.split(" ", -1);
                var number = Integer.parseInt(parts[1]);
                var before = last.put(parts[0], number);
                assertThat(number).isLessThanOrEqualTo((before == null ? 0 : before) + 1);
                if (heard.get(text) == 1 && before != null) {
                    assertThat(number).isEqualTo(before + 1);
                }
            }
        };
        for (var step = 0; step < STEPS; step++) {
            switch (run.random.nextInt(11)) {
                case 0, 1, 2, 3 -> run.publish();
                case 4, 5, 6, 7 -> run.acknowledge();
                case 8 -> run.goAway();
                case 9 -> run.stage.world.pass(Duration.ofMillis(run.random.nextInt(1_500)));
                default -> rarely(run);
            }
        }
        run.end();
        var twice = run.heard.values().stream().mapToInt(times -> times - 1).sum();
        assertThat(twice).isLessThanOrEqualTo(run.givenBack);
    }
}
