package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Real threads: publishers against each other, and against subscribers who come and go. */
class OrderTest {
    private static final int PUBLISHERS = 4;
    private static final int COMERS = 3;
    private static final int EACH = 2_000;
    private static final List<String> TOPICS = List.of("a/x", "a/y");
    private static final List<String> FILTERS = List.of("a/x", "a/+", "#", "b/#");

    private final BrokerStage stage = new BrokerStage();
    private final AtomicBoolean over = new AtomicBoolean();
    private final CountDownLatch start = new CountDownLatch(1);

    @Test
    void eachPublishersSequencePerTopicArrivesInOrderAndExactlyOnce() throws Exception {
        var exact = stage.reader(Principals.anyone()).to("a/x").to("a/y");
        var wild = stage.reader(Principals.anyone()).to("a/#").to("+/x");
        var glob = stage.reader(Principals.anyone());
        glob.connection().subscribe(TopicFilter.glob("a/*"), SubscriptionOptions.DEFAULT);
        var passers = run();

        for (var throughout : List.of(exact, wild, glob)) {
            assertThat(sequences(throughout))
                    .hasSize(PUBLISHERS * TOPICS.size())
                    .allSatisfy((line, numbers) -> assertThat(numbers)
                            .as(line)
                            .isEqualTo(IntStream.range(0, EACH).boxed().toList()));
        }
        assertThat(passers)
                .isNotEmpty()
                .allSatisfy(passer -> assertThat(sequences(passer))
                        .allSatisfy((line, numbers) ->
                                assertThat(numbers).as(line).isSorted().doesNotHaveDuplicates()));
        assertThat(stage.broker.connections().size()).isEqualTo(3);
    }

    private List<BrokerStage.Reader> run() throws InterruptedException, ExecutionException, TimeoutException {
        var threads = Executors.newFixedThreadPool(PUBLISHERS + COMERS);
        try {
            var publishers = new ArrayList<Future<?>>();
            var comers = new ArrayList<Future<List<BrokerStage.Reader>>>();
            IntStream.range(0, PUBLISHERS).forEach(p -> publishers.add(threads.submit(() -> publish(p))));
            IntStream.range(0, COMERS).forEach(c -> comers.add(threads.submit(this::comeAndGo)));
            start.countDown();
            for (var publisher : publishers) {
                publisher.get(60, TimeUnit.SECONDS);
            }
            over.set(true);
            var passers = new ArrayList<BrokerStage.Reader>();
            for (var comer : comers) {
                passers.addAll(comer.get(60, TimeUnit.SECONDS));
            }
            return passers;
        } finally {
            threads.shutdownNow();
        }
    }

    private Void publish(int publisher) throws InterruptedException {
        start.await();
        var principal = Principals.anyone(Principals.APPLICATION, "p" + publisher);
        for (var i = 0; i < EACH; i++) {
            for (var topic : TOPICS) {
                stage.publish(principal, topic, Publications.message(publisher + " " + i));
            }
        }
        return null;
    }

    private List<BrokerStage.Reader> comeAndGo() throws InterruptedException {
        start.await();
        var gone = new ArrayList<BrokerStage.Reader>();
        for (var i = 0; !over.get(); i++) {
            var reader = stage.reader(Principals.anyone());
            FILTERS.forEach(reader::to);
            reader.connection().unsubscribe(TopicFilter.levels(FILTERS.get(i % FILTERS.size())), null);
            reader.connection().close(Reason.CLOSED_BY_PEER);
            if (gone.size() < 1_000 && !reader.heard().isEmpty()) {
                gone.add(reader);
            }
        }
        return gone;
    }

    /** The numbers heard, by publisher and topic. */
    private static HashMap<String, List<Integer>> sequences(BrokerStage.Reader reader) {
        var sequences = new HashMap<String, List<Integer>>();
        for (var delivery : reader.outbox().deliveries()) {
            var parts = Publications.text(delivery.publication()).split(" ");
            sequences
                    .computeIfAbsent(parts[0] + " on " + delivery.publication().topic(), key -> new ArrayList<>())
                    .add(Integer.valueOf(parts[1]));
        }
        return sequences;
    }
}
