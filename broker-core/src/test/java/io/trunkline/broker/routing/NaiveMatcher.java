package io.trunkline.broker.routing;

import io.trunkline.broker.topic.Levels;
import io.trunkline.broker.topic.TopicFilter;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The meaning of filters, said as plainly as can be and without a thought for speed. */
final class NaiveMatcher {
    private NaiveMatcher() {}

    static boolean matches(TopicFilter filter, String topic) {
        if (filter instanceof TopicFilter.Wild) {
            var expression = Arrays.stream(filter.text().split("\\*", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*"));
            return kind(filter.text()).equals(kind(topic))
                    && Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
                            .matcher(topic)
                            .matches();
        }
        if (filter instanceof Levels) {
            var names = List.of(topic.split("/", -1));
            var guarded =
                    names.get(0).startsWith("$") || List.of("secure", "priv").contains(names.get(0));
            var wildFirst = filter.text().startsWith("+") || filter.text().startsWith("#");
            return !(guarded && wildFirst) && levels(List.of(filter.text().split("/", -1)), names);
        }
        return filter.text().equals(topic);
    }

    private static boolean levels(List<String> filter, List<String> names) {
        if (filter.isEmpty()) {
            return names.isEmpty();
        }
        var level = filter.get(0);
        if (level.equals("#")) {
            return true;
        }
        return !names.isEmpty()
                && (level.equals("+") || level.equals(names.get(0)))
                && levels(filter.subList(1, filter.size()), names.subList(1, names.size()));
    }

    private static String kind(String name) {
        return name.startsWith("secure/") ? "secure" : name.startsWith("priv/") ? "priv" : "";
    }
}
