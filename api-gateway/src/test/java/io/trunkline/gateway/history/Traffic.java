package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Publishers of durable topics, and a look at what became of what they published. */
final class Traffic {
    static final Retention KEPT = Retention.ofSize(10_000_000).asDurable();
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Map<String, Position> accepted = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final String name;
    private final int topics;

    Traffic(String name, int topics) {
        this.name = name;
        this.topics = topics;
    }

    static Topic topic(int number) {
        return Topic.of("t/" + number);
    }

    static Publication publication(Topic topic, String text) {
        var stamp = new Stamp("id", Instant.now(), "0000000a");
        return new Publication(stamp, Principals.anyone(), topic, Publications.message(text));
    }

    static Position append(TopicLog log, Topic topic, String text) {
        return position(Objects.requireNonNull(
                log.append(publication(topic, text), KEPT).block(SOON)));
    }

    static Slice read(TopicLog log, Topic topic, Since since, int limit) {
        return Objects.requireNonNull(log.read(new Range(Principals.APPLICATION, topic, KEPT, since, limit))
                .block(SOON));
    }

    /** All that a topic has, in as many slices as it takes. */
    static List<Publication> all(TopicLog log, Topic topic) {
        var found = new ArrayList<Publication>();
        var slice = read(log, topic, Since.EARLIEST, 1_000);
        found.addAll(slice.publications());
        while (!slice.isLast()) {
            slice = read(log, topic, new Since.After(Objects.requireNonNull(slice.last())), 1_000);
            assertThat(slice.continuous()).isTrue();
            found.addAll(slice.publications());
        }
        return found;
    }

    static Position position(Publication publication) {
        return Objects.requireNonNull(publication.position());
    }

    /** Several publishers, each with one message after the other, until it is over. */
    Mono<Void> publish(TopicLog log, int publishers) {
        return Flux.range(0, publishers)
                .flatMap(
                        publisher -> Flux.range(0, Integer.MAX_VALUE)
                                .takeUntil(number -> over.get())
                                .concatMap(
                                        number -> publish(
                                                log, topic(publisher % topics), name + "-" + publisher + "-" + number),
                                        1),
                        publishers)
                .then();
    }

    private Mono<Void> publish(TopicLog log, Topic topic, String text) {
        return log.append(publication(topic, text), KEPT)
                .doOnNext(placed -> accepted.put(text, position(placed)))
                .onErrorResume(Refused.class, no -> {
                    refused.add(text);
                    return Mono.delay(Duration.ofMillis(20)).then(Mono.empty());
                })
                .then();
    }

    void end() {
        over.set(true);
    }

    int accepted() {
        return accepted.size();
    }

    int refused() {
        return refused.size();
    }

    /** Nothing that was accepted is missing, nothing that was refused is there, nothing is there twice, and there are no gaps. */
    void check(TopicLog log) {
        for (var number = 0; number < topics; number++) {
            var found = all(log, topic(number));
            assertThat(found)
                    .extracting(publication -> position(publication).offset())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, found.size()).boxed().toList());
            var texts = found.stream().map(Publications::text).toList();
            assertThat(texts)
                    .doesNotHaveDuplicates()
                    .doesNotContainAnyElementsOf(refused.isEmpty() ? List.of("-") : refused);
            for (var publication : found) {
                var position = accepted.remove(Publications.text(publication));
                assertThat(position).isIn(position(publication), null);
            }
        }
        assertThat(accepted).isEmpty();
    }
}
