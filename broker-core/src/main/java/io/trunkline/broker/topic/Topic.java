package io.trunkline.broker.topic;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;

/**
 * A concrete topic name, the same on every door: 1 to {@value #MAX_LENGTH} characters in at most {@value #MAX_LEVELS} levels, without control
 * characters, unpaired surrogates, the wildcards {@code + # *} or a leading {@code !}, and not a reserved prefix in another case.
 */
public record Topic(String name) {
    /** In UTF-16 code units. */
    public static final int MAX_LENGTH = 1024;

    public static final int MAX_LEVELS = 64;

    /**
     * A topic of this name.
     *
     * @throws Refused INVALID_TOPIC when the name breaks a rule; the detail names the rule
     */
    public Topic {
        var fault = Names.fault(name, "+#*");
        if (fault != null) {
            throw new Refused(Reason.INVALID_TOPIC, fault);
        }
        if (Category.looksReserved(name)) {
            throw new Refused(Reason.INVALID_TOPIC, "a reserved prefix must be written in lower case");
        }
    }

    public static Topic of(String name) {
        return new Topic(name);
    }

    /** Whether it is one of those that MQTT leaves to servers: {@code $SYS}, {@code $share} and all below (MQTT 5, sections 4.7.2 and 4.8.2). */
    public boolean isOfServers() {
        return name.charAt(0) == '$' && (isIn("$SYS") || isIn("$share"));
    }

    private boolean isIn(String tree) {
        return name.startsWith(tree) && (name.length() == tree.length() || name.charAt(tree.length()) == '/');
    }

    public Category category() {
        return Category.of(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
