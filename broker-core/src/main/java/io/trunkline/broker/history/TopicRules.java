package io.trunkline.broker.history;

import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What an application's topics remember, by patterns. Of several that match, the exact name decides, else the one with the longest text before its first wildcard,
 * then the longer one, then the first in the order of their texts.
 */
public final class TopicRules {
    /** No topic remembers anything by itself. */
    public static final TopicRules NONE = new TopicRules(List.of());

    private static final Comparator<Wild> NARROW_FIRST = Comparator.comparingInt((Wild rule) -> -rule.prefix())
            .thenComparingInt(rule -> -rule.filter().text().length())
            .thenComparing(rule -> rule.filter().text());

    private final List<Rule> rules;
    private final Map<String, Retention> exact = new HashMap<>();
    private final Wild[] wild;

    /** A topic name, a filter by MQTT levels, or a glob, and what the topics that it matches remember. */
    public record Rule(String pattern, Retention retention) {}

    private record Wild(TopicFilter filter, Retention retention) {
        /** Whether there may be topics that both match: where one of the two begins as the other does. */
        boolean meets(TopicFilter other) {
            var mine = filter.text().substring(0, prefix());
            var its = other.text().substring(0, prefix(other));
            return mine.startsWith(its) || its.startsWith(mine);
        }

        int prefix() {
            return prefix(filter);
        }

        private static int prefix(TopicFilter filter) {
            var text = filter.text();
            var end = 0;
            while (end < text.length() && "+#*".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            return end;
        }
    }

    private TopicRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        var patterns = new ArrayList<Wild>();
        for (var rule : rules) {
            var filter = filter(rule.pattern());
            if (filter instanceof TopicFilter.Exact) {
                exact.put(filter.text(), rule.retention());
            } else {
                patterns.add(new Wild(filter, rule.retention()));
            }
        }
        patterns.sort(NARROW_FIRST);
        this.wild = patterns.toArray(Wild[]::new);
    }

    /**
     * The rules of an application.
     *
     * @throws Refused INVALID_FILTER for what is no pattern
     */
    public static TopicRules of(List<Rule> rules) {
        return rules.isEmpty() ? NONE : new TopicRules(rules);
    }

    /** How a pattern is read: with a star it is a glob. */
    public static TopicFilter filter(String pattern) {
        return pattern.indexOf('*') >= 0 ? TopicFilter.glob(pattern) : TopicFilter.levels(pattern);
    }

    /** What this topic remembers. */
    public Retention of(Topic topic) {
        if (this == NONE) {
            return Retention.NONE;
        }
        var named = exact.get(topic.name());
        if (named != null) {
            return named;
        }
        for (var rule : wild) {
            if (rule.filter().matches(topic)) {
                return rule.retention();
            }
        }
        return Retention.NONE;
    }

    /** The same patterns, of which only those that pass remember anything. */
    public TopicRules only(Predicate<Retention> passing) {
        return of(rules.stream()
                .map(rule -> passing.test(rule.retention()) ? rule : new Rule(rule.pattern(), Retention.NONE))
                .toList());
    }

    /** Whether every topic that has a history by the others has one by these; false where it cannot be told. */
    public boolean keepAllOf(TopicRules others) {
        return patterns(true).containsAll(others.patterns(true))
                && others.patterns(false).containsAll(patterns(false));
    }

    private Set<String> patterns(boolean keeping) {
        return rules.stream()
                .filter(rule -> rule.retention().keepsHistory() == keeping)
                .map(Rule::pattern)
                .collect(Collectors.toSet());
    }

    /** Whether some of the topics that a filter matches may have a history; true where it cannot be told. */
    public boolean mayRemember(TopicFilter filter) {
        if (this == NONE) {
            return false;
        }
        if (filter instanceof TopicFilter.Exact) {
            return of(Topic.of(filter.text())).keepsHistory();
        }
        for (var rule : wild) {
            if (rule.retention().keepsHistory() && rule.meets(filter)) {
                return true;
            }
        }
        return exact.entrySet().stream()
                .anyMatch(rule -> rule.getValue().keepsHistory() && filter.matches(Topic.of(rule.getKey())));
    }
}
