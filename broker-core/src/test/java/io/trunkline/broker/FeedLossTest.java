package io.trunkline.broker;

import static io.trunkline.broker.FeedStage.lasting;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.Retention;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a topic's log has no more when a cursor's reader comes to it. */
class FeedLossTest {
    private static final Retention KEPT = Retention.ofSize(100);

    private final FeedStage stage = new FeedStage();

    private FeedStage.Client client(int window) {
        return stage.client(window, text -> {});
    }

    private static void all(FeedStage.Client client) {
        while (!client.unacknowledged.isEmpty()) {
            client.acknowledge();
        }
    }

    /** A client that is away while these are published. */
    private FeedStage.Client missing(int from, int to) {
        var client = client(10).to("kept/+", lasting(1));
        stage.publish("kept/a", "m0");
        client.acknowledge();
        client.goAway();
        publish(from, to);
        return client;
    }

    private void publish(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(i -> stage.publish("kept/a", "m" + i));
    }

    private void isToldOnce(FeedStage.Client client, String loss) {
        assertThat(stage.listener.told("overtaken"))
                .containsExactly("overtaken " + client.connection.id() + " " + loss);
    }

    private List<String> explained(FeedStage.Client client, String... messages) {
        return Stream.of(messages)
                .map(message -> stage.explain(client, message))
                .toList();
    }

    /** A short history says itself how much a client that is away may miss. */
    @Test
    void whatTheHistoryHasForgottenWhenItsReaderIsBackIsToldAsLost() {
        stage.remember(Retention.ofSize(5));
        var client = client(10).to("kept/+", lasting(1));
        stage.publish("kept/a", "m0");
        client.acknowledge();
        client.goAway();
        IntStream.range(1, 21).forEach(i -> stage.publish("kept/a", "m" + i));

        client.comeBack();

        assertThat(client.heard).containsExactly("m0", "m16", "m17", "m18", "m19", "m20");
        assertThat(stage.listener.told("overtaken"))
                .containsExactly("overtaken " + client.connection.id() + " 15 absent");
    }

    @Test
    void whatIsForgottenWhileItsReaderIsThereWasReadTooSlowly() {
        stage.remember(Retention.ofSize(5));
        var client = client(1).to("kept/+", lasting(1));
        IntStream.range(0, 5_000).forEach(i -> stage.publish("kept/a", "m" + i));

        all(client);

        assertThat(client.heard).startsWith("m0", "m1").endsWith("m4999").doesNotHaveDuplicates();
        assertThat(stage.listener.told("overtaken"))
                .containsExactly(
                        "overtaken " + client.connection.id() + " " + (5_000 - client.heard.size()) + " slow-reader");
    }

    /** All of such a topic is the reader's, from the first that it hears of. */
    @Test
    void whatTheHistoryOfANewTopicHasForgottenWhenItsReaderIsBackIsToldAsLost() {
        stage.remember(Retention.ofSize(5));
        var client = client(10).to("kept/+", lasting(1));
        client.goAway();
        publish(1, 20);

        client.comeBack();

        assertThat(client.heard).containsExactly("m16", "m17", "m18", "m19", "m20");
        isToldOnce(client, "15 absent");
        assertThat(explained(client, "m1", "m15")).containsOnly("absent");
    }

    /** The log that begins then is another one, and is heard of before its reader is back. */
    @Test
    void whatWaitedWhenTheHistoryWasSwitchedOffForAWhileIsToldAsLost() {
        var client = missing(1, 5);
        assertThat(explained(client, "m1", "m5")).containsOnly("window");
        stage.remember(Retention.NONE);
        stage.remember(KEPT);
        stage.publish("kept/a", "new");

        client.comeBack();

        assertThat(client.heard).containsExactly("m0", "new");
        isToldOnce(client, "5 absent");
        assertThat(explained(client, "m1", "m5")).containsOnly("absent");
    }

    @Test
    void whatWaitedInAHistoryThatIsOffWhenItsReaderIsBackIsToldAsLost() {
        var client = missing(1, 5);
        stage.remember(Retention.NONE);

        client.comeBack();

        isToldOnce(client, "5 absent");
        client.goAway();
        stage.remember(KEPT);
        stage.publish("kept/a", "new");
        client.comeBack();
        assertThat(client.heard).containsExactly("m0", "new");
        isToldOnce(client, "5 absent");
        assertThat(explained(client, "m1", "m5")).containsOnly("absent");
    }

    /** What an earlier process heard of and did not deliver nobody knows in the next. */
    @Test
    void whatIsKnownOfALogThatEndedBetweenTwoProcessesIsToldAsLost() {
        var client = client(10).to("kept/+", lasting(1));
        publish(0, 5);
        client.unacknowledged.remove(2);
        all(client);
        stage.restart();
        stage.remember(Retention.NONE);
        stage.remember(KEPT);

        var next = client(10).to("kept/+", lasting(1));
        stage.publish("kept/a", "new");

        assertThat(next.heard).containsExactly("new");
        isToldOnce(next, "1 absent");
    }

    @Test
    void whatWasDeliveredOfALogThatIsOverIsNotSaidToWait() {
        var client = client(2).to("kept/+", lasting(1));
        stage.publish("kept/a", "m0");
        client.acknowledge();
        publish(1, 3);
        stage.remember(Retention.NONE);
        stage.remember(KEPT);
        stage.publish("kept/a", "new");

        assertThat(client.heard).containsExactly("m0", "m1", "m2");
        assertThat(explained(client, "m0", "m1", "m3", "new"))
                .containsExactly("delivered", "unacknowledged", "window", "window");
        all(client);
        assertThat(client.heard).containsExactly("m0", "m1", "m2", "m3", "new");
        assertThat(explained(client, "m0", "m1", "m3", "new")).containsOnly("delivered");
    }
}
