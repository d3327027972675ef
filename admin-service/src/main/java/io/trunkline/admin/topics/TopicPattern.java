package io.trunkline.admin.topics;

import io.trunkline.admin.application.TextRule;
import io.trunkline.admin.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** What topics may be named by: one topic's name, a filter by MQTT levels ({@code +}, {@code #}), or a glob ({@code *}). */
final class TopicPattern {

    private static final String FIELD = "pattern";
    private static final TextRule TEXT = TextRule.line(1, 256);

    /** What broken UTF-8 in a path comes as. */
    private static final char NOT_DECODED = '\ufffd';

    private static final int MAX_LEVELS = 64;
    private static final String INBOUND = "secure/inbound";
    private static final String PRIVATE = "priv/";
    private static final String SECURE = "secure/";

    /** The first levels that MQTT leaves to servers (MQTT 5, sections 4.7.2 and 4.8.2). */
    private static final Set<String> SERVERS = Set.of("$SYS", "$share");

    private TopicPattern() {}

    /** 400 for what no topic can match, and for topics that are the platform's. */
    static String check(String pattern) {
        TEXT.check(FIELD, pattern);
        if (pattern.indexOf(NOT_DECODED) >= 0) {
            throw ProblemException.invalid(FIELD, "must be UTF-8, without the character U+FFFD");
        }
        if (pattern.startsWith("!")) {
            throw ProblemException.invalid(FIELD, "must not begin with !");
        }
        checkReserved(pattern);
        checkWildcards(pattern);
        return pattern;
    }

    private static void checkReserved(String pattern) {
        String lower = pattern.toLowerCase(Locale.ROOT);
        if (lower.startsWith(PRIVATE) || pattern.equals(INBOUND)) {
            throw ProblemException.invalid(
                    FIELD, "must be of other topics: " + INBOUND + " and " + PRIVATE + "... are the platform's");
        }
        if (SERVERS.contains(pattern.split("/", 2)[0])) {
            throw ProblemException.invalid(FIELD, "must be of other topics: nobody publishes on $SYS and $share");
        }
        if (lower.startsWith(SECURE) && !pattern.startsWith(SECURE)) {
            throw ProblemException.invalid(FIELD, "must have " + SECURE + " in lower case");
        }
    }

    private static void checkWildcards(String pattern) {
        String[] levels = pattern.split("/", -1);
        if (levels.length > MAX_LEVELS) {
            throw ProblemException.invalid(FIELD, "must have at most " + MAX_LEVELS + " levels");
        }
        boolean byLevels = pattern.contains("+") || pattern.contains("#");
        if (byLevels && pattern.contains("*")) {
            throw ProblemException.invalid(FIELD, "must have either + and # or *, not both");
        }
        if (byLevels && Arrays.stream(levels).anyMatch(level -> level.length() > 1 && isWild(level))) {
            throw ProblemException.invalid(FIELD, "must have + and # alone in their level");
        }
        int rest = pattern.indexOf('#');
        if (rest >= 0 && rest < pattern.length() - 1) {
            throw ProblemException.invalid(FIELD, "must have # in its last level only");
        }
    }

    private static boolean isWild(String level) {
        return level.contains("+") || level.contains("#");
    }
}
