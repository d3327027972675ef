package io.trunkline.broker.topic;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.List;

/** A filter by MQTT levels with at least one wildcard, cut into its levels. */
public record Levels(String text, List<String> levels) implements TopicFilter {
    /** One level, whatever it is. */
    public static final String ONE = "+";

    /** The parent and everything below. */
    public static final String REST = "#";

    static Levels parse(String text) {
        var levels = split(text);
        for (var i = 0; i < levels.size(); i++) {
            check(levels.get(i), i == levels.size() - 1);
        }
        return new Levels(text, levels);
    }

    private static void check(String level, boolean last) {
        var one = level.indexOf('+') >= 0;
        var rest = level.indexOf('#') >= 0;
        if ((one || rest) && level.length() > 1) {
            throw new Refused(Reason.INVALID_FILTER, "a wildcard stands alone in its level");
        }
        if (rest && !last) {
            throw new Refused(Reason.INVALID_FILTER, "'#' stands in the last level only");
        }
    }

    /** The levels of a name; an empty level is a level (MQTT 5, section 4.7.1.1). */
    public static List<String> split(String name) {
        return List.of(name.split("/", -1));
    }

    /** True when a wildcard in the first level of a filter may match this first level of a topic. */
    public static boolean reachable(String firstLevelOfTopic) {
        return !Category.isGuarded(firstLevelOfTopic);
    }

    /** Asked for every publication where topics have rules: nothing is allocated, but for a first level that a wildcard stands for. */
    @Override
    public boolean matches(Topic topic) {
        var name = topic.name();
        var begin = 0;
        for (var i = 0; i < levels.size(); i++) {
            var level = levels.get(i);
            if (i == 0 && isWildcard(level) && !reachable(first(name))) {
                return false;
            }
            if (level.equals(REST)) {
                return true;
            }
            if (begin > name.length()) {
                return false;
            }
            var end = end(name, begin);
            if (!level.equals(ONE) && !stands(level, name, begin, end)) {
                return false;
            }
            begin = end + 1;
        }
        return begin > name.length();
    }

    private static String first(String name) {
        return name.substring(0, end(name, 0));
    }

    private static int end(String name, int begin) {
        var slash = name.indexOf('/', begin);
        return slash < 0 ? name.length() : slash;
    }

    private static boolean stands(String level, String name, int begin, int end) {
        return level.length() == end - begin && name.startsWith(level, begin);
    }

    private static boolean isWildcard(String level) {
        return level.equals(ONE) || level.equals(REST);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Levels that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
