package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is asked for as a filter, it is refused, or matches the topics that section 4.7 says, and none that needs a permission by a wildcard before it. */
class FilterFuzz {
    static Stream<byte[]> filtersAndTopics() {
        return Stream.of(
                        "a/+/c\na/b/c",
                        "a/#\na",
                        "#\nsecure/a",
                        "+/a\n$SYS/a",
                        "$share/g/a/+\na/b",
                        "$share/+/a\na",
                        "secure/#\nsecure/a/b",
                        "+/+\n/a",
                        "a//#\na//",
                        "Priv/+\npriv/x",
                        "日本/+\n日本/é",
                        "a#/b\na",
                        "!a/+\na*b")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("filtersAndTopics")
    @FuzzTest(maxDuration = "10s")
    void matchesAsTheStandardSaysOrIsRefused(byte[] input) {
        var text = new String(input, StandardCharsets.UTF_8);
        var cut = text.indexOf('\n');
        if (cut < 0) {
            return;
        }
        var filter = filter(text.substring(0, cut));
        var topic = topic(text.substring(cut + 1));
        if (filter == null || topic == null) {
            return;
        }

        var matches = filter.filter().matches(topic);

        assertThat(matches).isEqualTo(matches(filter.filter().text(), topic.name()));
        if (matches && needsPermission(topic.name())) {
            assertThat(filter.filter().category()).isEqualTo(topic.category());
        }
    }

    private static @Nullable ShareFilter filter(String text) {
        try {
            return ShareFilter.parse(text);
        } catch (Refused refused) {
            assertThat(refused.reason()).isEqualTo(Reason.INVALID_FILTER);
            return null;
        }
    }

    private static @Nullable Topic topic(String name) {
        try {
            return Topic.of(name);
        } catch (Refused refused) {
            assertThat(refused.reason()).isEqualTo(Reason.INVALID_TOPIC);
            return null;
        }
    }

    private static boolean needsPermission(String name) {
        return name.startsWith("secure/") || name.startsWith("priv/");
    }

    /** By the letter of the standard, and slowly. */
    private static boolean matches(String filter, String name) {
        var guarded = name.startsWith("$") || needsPermission(name) || name.equals("secure") || name.equals("priv");
        if (guarded && (filter.startsWith("+") || filter.startsWith("#"))) {
            return false;
        }
        return matches(List.of(filter.split("/", -1)), List.of(name.split("/", -1)));
    }

    private static boolean matches(List<String> filter, List<String> name) {
        if (filter.equals(List.of("#"))) {
            return true;
        }
        if (filter.isEmpty() || name.isEmpty()) {
            return filter.isEmpty() && name.isEmpty();
        }
        var here = filter.get(0).equals("+") || filter.get(0).equals(name.get(0));
        return here && matches(filter.subList(1, filter.size()), name.subList(1, name.size()));
    }
}
