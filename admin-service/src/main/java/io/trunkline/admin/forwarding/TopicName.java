package io.trunkline.admin.forwarding;

import io.trunkline.admin.problem.ProblemException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A topic that dead letters may be published on: a concrete one, and never one that is forwarded itself. */
final class TopicName {

    private static final Pattern WILDCARDS = Pattern.compile("[+#*]");
    private static final Pattern RESERVED_PREFIX = Pattern.compile("(secure|priv)/.*");
    private static final Set<String> RESERVED = Set.of("secure/inbound", "priv/acks");
    private static final int MAX_LEVELS = 64;

    private TopicName() {}

    static String check(String path, String topic) {
        if (topic.startsWith("!") || WILDCARDS.matcher(topic).find()) {
            throw ProblemException.invalid(path, "must be one topic, without + # * and a leading !");
        }
        String lower = topic.toLowerCase(Locale.ROOT);
        if (RESERVED_PREFIX.matcher(lower).matches()
                && !RESERVED_PREFIX.matcher(topic).matches()) {
            throw ProblemException.invalid(path, "must have secure/ and priv/ in lower case");
        }
        if (RESERVED.contains(topic)) {
            throw ProblemException.invalid(path, "must be another topic: " + topic + " is the platform's");
        }
        if (topic.chars().filter(c -> c == '/').count() >= MAX_LEVELS) {
            throw ProblemException.invalid(path, "must have at most " + MAX_LEVELS + " levels");
        }
        return topic;
    }
}
