package io.trunkline.mqtt;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * A filter as MQTT writes it: plain, or shared as {@code $share/group/filter} (MQTT 5, section 4.8.2).
 *
 * @param group null for a plain one
 */
record ShareFilter(TopicFilter filter, @Nullable String group) {
    private static final String SHARE = "$share";

    /**
     * The standard's own rules (section 4.7.1, in version 5 also 4.8.2): who breaks them breaks the protocol. What we do not admit beyond them is refused by
     * a code.
     */
    static void check(String text, boolean version5) {
        var shared = version5 && isShared(text);
        if (!(shared ? isShare(text) : isFilter(text))) {
            throw new ProtocolFault(Codes.PROTOCOL_ERROR, "not a topic filter");
        }
    }

    /** Whether it is written as a shared one. */
    static boolean isShared(String text) {
        return text.startsWith(SHARE + "/");
    }

    private static boolean isShare(String text) {
        var slash = text.indexOf('/', SHARE.length() + 1);
        var group = slash < 0 ? "" : text.substring(SHARE.length() + 1, slash);
        return !group.isEmpty()
                && group.indexOf('+') < 0
                && group.indexOf('#') < 0
                && isFilter(text.substring(slash + 1));
    }

    private static boolean isFilter(String text) {
        var end = text.length();
        for (var i = 0; i < end; i++) {
            var c = text.charAt(i);
            if (c != '+' && c != '#') {
                continue;
            }
            var begins = i == 0 || text.charAt(i - 1) == '/';
            var ends = i == end - 1 || (c == '+' && text.charAt(i + 1) == '/');
            if (!begins || !ends) {
                return false;
            }
        }
        return end > 0;
    }

    /** @throws Refused INVALID_FILTER when the text is neither */
    static ShareFilter parse(String text) {
        if (!text.equals(SHARE) && !isShared(text)) {
            return new ShareFilter(TopicFilter.levels(text), null);
        }
        var slash = text.indexOf('/', SHARE.length() + 1);
        var group = slash < 0 ? "" : text.substring(SHARE.length() + 1, slash);
        if (group.isEmpty() || group.chars().anyMatch(c -> c == '+' || c == '#' || c == '*')) {
            throw new Refused(Reason.INVALID_FILTER, "a shared filter is $share/group/filter");
        }
        return new ShareFilter(TopicFilter.levels(text.substring(slash + 1)), group);
    }

    boolean isShared() {
        return group != null;
    }

    boolean hasWildcard() {
        return filter.text().indexOf('+') >= 0 || filter.text().indexOf('#') >= 0;
    }
}
