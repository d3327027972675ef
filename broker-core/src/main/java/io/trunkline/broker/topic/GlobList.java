package io.trunkline.broker.topic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A list of patterns with the meaning the npm module {@code matcher} (versions 5 and 6) gives it: a leading {@code !} negates; any negative that matches
 * excludes; where there are positives, one must match; a list of negatives alone matches what none excludes; an empty list matches nothing.
 */
public final class GlobList {
    private final List<Glob> positives;
    private final List<Glob> negatives;

    private GlobList(List<Glob> positives, List<Glob> negatives) {
        this.positives = List.copyOf(positives);
        this.negatives = List.copyOf(negatives);
    }

    public static GlobList compile(Collection<String> patterns) {
        var positives = new ArrayList<Glob>();
        var negatives = new ArrayList<Glob>();
        for (var pattern : patterns) {
            if (pattern.startsWith("!")) {
                negatives.add(Glob.compile(pattern.substring(1)));
            } else {
                positives.add(Glob.compile(pattern));
            }
        }
        return new GlobList(positives, negatives);
    }

    public boolean matches(String name) {
        if (positives.isEmpty()) {
            return !negatives.isEmpty() && none(negatives, name);
        }
        return matchesPositively(name);
    }

    /** As {@link #matches}, but negatives only subtract: without a positive that matches there is no match. */
    public boolean matchesPositively(String name) {
        return any(positives, name) && none(negatives, name);
    }

    /** True when a positive pattern matches every topic of a filter; a wildcard of the filter is matched by a star only. */
    public boolean reaches(TopicFilter filter) {
        if (filter instanceof TopicFilter.Exact) {
            return matchesPositively(filter.text());
        }
        var text = filter.text().replace('+', ANY).replace('#', ANY).replace('*', ANY);
        return any(positives, text);
    }

    /** A noncharacter of Unicode: in no topic, so only a star of a pattern can match it. */
    private static final char ANY = '\uFFFF';

    private static boolean any(List<Glob> globs, String name) {
        for (var glob : globs) {
            if (glob.matches(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean none(List<Glob> globs, String name) {
        return !any(globs, name);
    }
}
