package io.trunkline.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trunkline.broker.Arrival;
import io.trunkline.broker.Broker;
import io.trunkline.broker.Connection;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.directory.Forwarder;
import io.trunkline.gateway.outgoing.ForbiddenAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class CourierTest {
    private final ForwardThreads threads = new ForwardThreads(1);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> letters = new CopyOnWriteArrayList<>();
    private final List<List<String>> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger settled = new AtomicInteger();
    private final Sinks.Many<Delivery> line = Sinks.many().unicast().onBackpressureBuffer();
    private Function<List<String>, Mono<List<Outcome>>> answers = load -> all(load, Outcome.DELIVERED);

    @AfterEach
    void stop() {
        threads.close();
    }

    private static Mono<List<Outcome>> all(List<String> load, Outcome outcome) {
        return Mono.just(load.stream().map(each -> outcome).toList());
    }

    private static Forwarder settings(String deadLetterTopic) {
        return new Forwarder(
                "f", "webhook", "n", true, deadLetterTopic, 3, 0, null, null, null, null, null, null, null, null);
    }

    private Courier start(int most) {
        return start(most, "dead");
    }

    private Courier start(int most, String deadLetterTopic) {
        var letters = new DeadLetters(new Letters(), Sent.APPLICATION, settings(deadLetterTopic));
        var counters = new ForwardMeter(registry).of("webhook");
        var ledger = new Ledger(Sent.APPLICATION, settings(deadLetterTopic), counters, letters);
        var pauses = new Pauses(Duration.ofMillis(4), Duration.ofMillis(8), new Random(1));
        var thread = threads.one();
        var target = new Receiver(most);
        var courier = new Courier(
                target,
                new Courier.Rules(3, Duration.ofMillis(500), pauses, thread),
                ledger,
                parcel -> settled.incrementAndGet());
        line.asFlux().publishOn(thread, Courier.ahead(target)).subscribe(courier);
        return courier;
    }

    private void send(int from, int to) {
        IntStream.rangeClosed(from, to)
                .forEach(i -> line.tryEmitNext(new Delivery(Sent.text("m" + i), null, List.of(), false))
                        .orThrow());
    }

    private double count(String outcome) {
        return registry.counter("trunkline.forward.messages", "kind", "webhook", "outcome", outcome)
                .count();
    }

    private List<String> calledWith() {
        var all = new ArrayList<String>();
        calls.forEach(all::addAll);
        return all;
    }

    private static List<String> messages(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "m" + i).toList();
    }

    @Test
    void takesAllOutInOrderOneCallAtATime() {
        start(1);

        send(1, 50);

        await().until(() -> count("delivered") == 50);
        assertThat(calledWith()).isEqualTo(messages(1, 50));
    }

    @Test
    void whatWaitsTogetherGoesInOneCall() {
        var first = Sinks.<List<Outcome>>one();
        answers = load -> calls.size() == 1 ? first.asMono() : all(load, Outcome.DELIVERED);
        start(10);
        send(1, 1);
        await().until(() -> calls.size() == 1);

        send(2, 25);
        first.tryEmitValue(List.of(Outcome.DELIVERED));

        await().until(() -> count("delivered") == 25);
        assertThat(calledWith()).isEqualTo(messages(1, 25));
        assertThat(calls).hasSizeLessThanOrEqualTo(5).allMatch(load -> load.size() <= 10);
    }

    @Test
    void triesAgainAndKeepsTheOrder() {
        answers = load -> all(load, calls.size() <= 2 ? Outcome.again("HTTP 503") : Outcome.DELIVERED);
        start(1);

        send(1, 3);

        await().until(() -> count("delivered") == 3);
        assertThat(calledWith()).containsExactly("m1", "m1", "m1", "m2", "m3");
        assertThat(count("retried")).isEqualTo(2);
        assertThat(letters).isEmpty();
    }

    @Test
    void ofACallOnlyWhatFailedIsTriedAgain() {
        answers = load -> Mono.just(load.stream()
                .map(id -> calls.size() == 1 && id.equals("m2") ? Outcome.again("busy") : Outcome.DELIVERED)
                .toList());
        line.tryEmitNext(new Delivery(Sent.text("m1"), null, List.of(), false));
        line.tryEmitNext(new Delivery(Sent.text("m2"), null, List.of(), false));
        start(10);

        await().until(() -> count("delivered") == 2);
        assertThat(calledWith().stream().filter("m1"::equals)).hasSize(1);
    }

    @Test
    void givesUpAfterTheLastTryAndGoesOn() {
        answers = load -> all(load, load.contains("m1") ? Outcome.again("HTTP 500") : Outcome.DELIVERED);
        start(1);

        send(1, 2);

        await().until(() -> count("delivered") == 1);
        assertThat(calledWith()).containsExactly("m1", "m1", "m1", "m2");
        assertThat(count("dead")).isEqualTo(1);
        assertThat(letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter)
                        .startsWith("dead dead-letter {\"reason\":\"HTTP 500\",\"attempts\":3,"
                                + "\"forwarder\":{\"forwarderId\":\"f\",\"kind\":\"webhook\",\"name\":\"n\"},"
                                + "\"message\":{\"client\":{")
                        .endsWith("\"payload\":\"m1\",\"id\":\"m1\"}}"));
    }

    @Test
    void whatWouldBeRefusedEachTimeIsTriedOnce() {
        answers = load -> all(load, load.contains("m1") ? Outcome.never("HTTP 400") : Outcome.DELIVERED);
        start(1);

        send(1, 2);

        await().until(() -> count("delivered") == 1);
        assertThat(calledWith()).containsExactly("m1", "m2");
        assertThat(letters).hasSize(1);
    }

    @Test
    void withoutATopicForDeadLettersTheyAreOnlyCounted() {
        answers = load -> all(load, Outcome.never("HTTP 400"));
        start(1, null);

        send(1, 2);

        await().until(() -> count("dead") == 2);
        assertThat(letters).isEmpty();
    }

    @Test
    void noDeadLetterIsEverForwardedAgain() {
        answers = load -> all(load, Outcome.never("HTTP 400"));
        start(1, "secure/inbound");

        send(1, 1);

        await().until(() -> count("dead") == 1);
        assertThat(letters).isEmpty();
    }

    @Test
    void aCallThatFailsOrIsNeverAnsweredIsTriedAgain() {
        answers = load -> switch (calls.size()) {
            case 1 -> Mono.error(new IllegalStateException("no way"));
            case 2 -> Mono.never();
            default -> all(load, Outcome.DELIVERED);
        };
        start(1);

        send(1, 1);

        await().until(() -> count("delivered") == 1);
        assertThat(calls).hasSize(3);
        assertThat(count("retried")).isEqualTo(2);
    }

    @Test
    void whatIsSentIsNotSettledUntilItWasTakenOrGivenUp() {
        var first = Sinks.<List<Outcome>>one();
        answers = load -> load.contains("m1") ? first.asMono() : all(load, Outcome.never("HTTP 400"));
        start(1);
        send(1, 3);
        await().until(() -> calls.size() == 1);
        assertThat(settled).hasValue(0);

        first.tryEmitValue(List.of(Outcome.DELIVERED));

        await().until(() -> count("dead") == 2);
        await().untilAsserted(() -> assertThat(settled).hasValue(3));
    }

    @Test
    void whatMayNotBeCalledIsToldApartFromWhatCannotBeReached() {
        answers = load -> Mono.error(new IllegalStateException(new ForbiddenAddress("no")));
        start(1);

        send(1, 1);

        await().until(() -> !letters.isEmpty());
        assertThat(letters.get(0)).startsWith("dead dead-letter {\"reason\":\"address-not-allowed\",\"attempts\":1,");
        assertThat(registry.counter("trunkline.forward.address.not.allowed", "kind", "webhook")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void isDoneWhenTheLineHasEndedAndAllIsOut() {
        var last = Sinks.<List<Outcome>>one();
        answers = load -> load.contains("m2") ? last.asMono() : all(load, Outcome.DELIVERED);
        var courier = start(1);
        var done = courier.done().toFuture();
        send(1, 2);
        line.tryEmitComplete();
        await().until(() -> calls.size() == 2);

        assertThat(done).isNotDone();
        last.tryEmitValue(List.of(Outcome.DELIVERED));

        await().until(done::isDone);
        assertThat(count("delivered")).isEqualTo(2);
    }

    private final class Receiver implements Target {
        private final int most;

        Receiver(int most) {
            this.most = most;
        }

        @Override
        public int most() {
            return most;
        }

        @Override
        public Mono<List<Outcome>> send(List<Parcel> parcels) {
            var ids = parcels.stream()
                    .map(parcel -> parcel.text().replaceAll(".*\"id\":\"(m[0-9]+)\".*", "$1"))
                    .toList();
            calls.add(ids);
            return answers.apply(ids);
        }
    }

    private final class Letters implements Broker {
        @Override
        public Connection connect(Arrival arrival) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<Receipt> publish(Principal principal, Topic topic, Message message) {
            assertThat(principal.permissions().isPlatform()).isTrue();
            letters.add(topic + " " + message.type() + " "
                    + new String(message.payload().octets()));
            return Mono.empty();
        }

        @Override
        public void charge(Principal principal, int bytes) {
            throw new UnsupportedOperationException();
        }
    }
}
