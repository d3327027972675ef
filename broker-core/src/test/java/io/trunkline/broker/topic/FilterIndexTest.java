package io.trunkline.broker.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FilterIndexTest {
    private final FilterIndex<String> index = new FilterIndex<>();

    private List<String> found(String topic) {
        var at = Topic.of(topic);
        var found = new ArrayList<>(index.wildcards(at));
        var named = index.named(at);
        if (named != null) {
            found.add(named);
        }
        return found;
    }

    @Test
    void findsByEveryKindOfFilter() {
        index.grow(TopicFilter.levels("a/b"), () -> "exact");
        index.grow(TopicFilter.levels("a/+"), () -> "level");
        index.grow(TopicFilter.levels("a/#"), () -> "rest");
        index.grow(TopicFilter.glob("a*"), () -> "glob");

        assertThat(found("a/b")).containsExactlyInAnyOrder("exact", "level", "rest", "glob");
        assertThat(found("a")).containsExactlyInAnyOrder("rest", "glob");
        assertThat(found("b/b")).isEmpty();
    }

    @Test
    void makesOnceAndIsEmptyWhenAllIsTakenOut() {
        var made = new AtomicInteger();
        for (var text : List.of("a/b", "a/+", "a/+/c")) {
            var filter = TopicFilter.levels(text);
            index.grow(filter, () -> "of " + made.incrementAndGet());
            assertThat(index.grow(filter, () -> "another")).isEqualTo(index.find(filter));
        }
        assertThat(made).hasValue(3);

        List.of("a/b", "a/+", "a/+/c").forEach(text -> index.drop(TopicFilter.levels(text)));

        assertThat(index.isEmpty()).isTrue();
        assertThat(index.find(TopicFilter.levels("a/+"))).isNull();
    }
}
