package io.trunkline.broker.history;

import io.trunkline.broker.topic.Levels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Topic names in the order in which a tree of their levels is walked: a topic, then all below it, then its next sibling. So what is below a level stands
 * together, and can be passed over in one step.
 */
final class LevelOrder {
    /** What {@link #seek} says when there is nothing more; no name is empty. */
    static final String END = "";

    /** Behind all that is below a level, and before its next sibling: no name has control characters. */
    private static final char BEHIND = '\u0001';

    private LevelOrder() {}

    static int compare(String one, String other) {
        var both = Math.min(one.length(), other.length());
        for (var i = 0; i < both; i++) {
            var a = one.charAt(i);
            var b = other.charAt(i);
            if (a != b) {
                return rank(a) - rank(b);
            }
        }
        return one.length() - other.length();
    }

    private static int rank(char c) {
        return c == '/' ? 0 : c;
    }

    /** The least, of this name and what follows it, that a filter of these levels may match: the name itself if it does; {@link #END} if nothing can. */
    static String seek(List<String> filter, String name) {
        var begin = 0;
        for (var level : filter) {
            if (level.equals(Levels.REST) && reaches(name, begin)) {
                return name;
            }
            if (begin > name.length()) {
                return after(name);
            }
            var slash = name.indexOf('/', begin);
            var end = slash < 0 ? name.length() : slash;
            var sought = seek(level, name, begin, end);
            if (sought != null) {
                return sought;
            }
            begin = end + 1;
        }
        return begin > name.length() ? name : behind(name, begin - 1);
    }

    /** Where to go on when a level of the filter says so; null when it lets this level of the name pass. */
    private static @Nullable String seek(String level, String name, int begin, int end) {
        if (level.equals(Levels.ONE) || level.equals(Levels.REST)) {
            return reaches(name, begin) ? null : behind(name, end);
        }
        var order = level.compareTo(name.substring(begin, end));
        if (order > 0) {
            return name.substring(0, begin) + level;
        }
        if (order < 0) {
            return begin == 0 ? END : behind(name, begin - 1);
        }
        return null;
    }

    /** Whether a wildcard in the level that begins here may match. */
    private static boolean reaches(String name, int begin) {
        return begin > 0 || Levels.reachable(name.split("/", 2)[0]);
    }

    /** The least that follows a name. */
    static String after(String name) {
        return name + '/';
    }

    private static String behind(String name, int end) {
        return name.substring(0, end) + BEHIND;
    }
}
