package io.trunkline.broker.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

class RetainedTest {
    private static final Instant NOW = Publications.TIME;
    private static final String[] LEVELS = {"a", "b", "a-", "b0", "", "$a", "secure", "é"};

    private final Retained retained = new Retained(MemoryTopicLog.Bounds.DEFAULT);
    private final Random random = new Random(7);

    private static Publication value(String topic, String text) {
        return Publications.of(Principals.anyone(), topic, Publications.retained(text));
    }

    private void put(String topic, String text) {
        retained.put(value(topic, text), NOW);
    }

    private List<String> matching(TopicFilter filter) {
        return Objects.requireNonNull(retained.matching(filter, InstantSource.fixed(NOW))
                .map(kept -> kept.topic().name())
                .collectList()
                .block());
    }

    private String levels(String... more) {
        var all = new ArrayList<String>();
        for (var i = random.nextInt(4); i >= 0; i--) {
            var at = random.nextInt(LEVELS.length + more.length);
            all.add(at < LEVELS.length ? LEVELS[at] : more[at - LEVELS.length]);
        }
        return String.join("/", all);
    }

    @Test
    void aWalkFindsWhatTheFilterMatchesAndNothingElse() {
        var names = new TreeSet<String>();
        for (var i = 0; i < 400; i++) {
            var name = levels();
            if (!name.isEmpty()) {
                names.add(name);
                put(name, "x");
            }
        }

        for (var i = 0; i < 2_000; i++) {
            var text = levels("+", "+", "+") + (random.nextBoolean() ? "/#" : "");
            if (!text.isEmpty()) {
                var filter = TopicFilter.levels(text);
                assertThat(matching(filter))
                        .as(text)
                        .containsExactlyInAnyOrderElementsOf(names.stream()
                                .filter(name -> filter.matches(Topic.of(name)))
                                .toList());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "t/+", "t/#"})
    void whatChangesDuringAWalkIsNotToldAsItWas(String filter) {
        for (var topic : List.of("t/1", "t/2", "t/3")) {
            put(topic, "old");
        }

        StepVerifier.create(
                        retained.matching(TopicFilter.levels(filter), InstantSource.fixed(NOW))
                                .map(Publications::text),
                        1)
                .expectNext("old")
                .then(() -> put("t/2", ""))
                .then(() -> put("t/3", "new"))
                .thenRequest(10)
                .expectNext("new")
                .verifyComplete();
    }
}
