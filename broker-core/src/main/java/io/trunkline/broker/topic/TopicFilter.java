package io.trunkline.broker.topic;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;

/** A pattern over topic names: exact, by MQTT levels, or a glob. Two filters are equal when their kind and text are. */
public sealed interface TopicFilter permits Levels, TopicFilter.Exact, TopicFilter.Wild {

    /** The filter as its subscriber wrote it. */
    String text();

    boolean matches(Topic topic);

    /** The category of every topic this filter can match; a leading wildcard reaches public topics only. */
    default Category category() {
        return Category.of(text());
    }

    /** Exactly one topic. */
    static TopicFilter exact(Topic topic) {
        return new Exact(topic.name());
    }

    /**
     * MQTT levels: {@code +} is one whole level, a final {@code #} is the parent and everything below (MQTT 5, section 4.7). A filter without wildcards is
     * {@link Exact}. A wildcard in the first level does not match topics that begin with {@code $}, {@code secure/} or {@code priv/}.
     *
     * @throws Refused INVALID_FILTER when a wildcard does not stand alone in its level or the text breaks a rule of topic names
     */
    static TopicFilter levels(String text) {
        var fault = Names.fault(text, "*");
        if (fault != null) {
            throw new Refused(Reason.INVALID_FILTER, fault);
        }
        if (Category.looksReserved(text)) {
            throw new Refused(Reason.INVALID_FILTER, "a reserved prefix must be written in lower case");
        }
        if (text.indexOf('+') < 0 && text.indexOf('#') < 0) {
            return new Exact(text);
        }
        return Levels.parse(text);
    }

    /**
     * A glob: {@code *} is zero or more of any character, everything else is itself, letter case is ignored.
     *
     * @throws Refused INVALID_FILTER when the text is empty, negated, or breaks a rule of topic names
     */
    static TopicFilter glob(String text) {
        var fault = Names.fault(text, "+#");
        if (fault != null) {
            throw new Refused(Reason.INVALID_FILTER, fault);
        }
        return new Wild(text, Glob.compile(text));
    }

    /** One topic, by name. */
    record Exact(String text) implements TopicFilter {
        @Override
        public boolean matches(Topic topic) {
            return text.equals(topic.name());
        }
    }

    /** A glob over the whole name. */
    record Wild(String text, Glob glob) implements TopicFilter {
        @Override
        public boolean matches(Topic topic) {
            return topic.category() == category() && glob.matches(topic.name());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Wild that && that.text.equals(text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }
}
