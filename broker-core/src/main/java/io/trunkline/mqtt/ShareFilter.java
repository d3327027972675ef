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

    /** @throws Refused INVALID_FILTER when the text is neither */
    static ShareFilter parse(String text) {
        if (!text.equals(SHARE) && !text.startsWith(SHARE + "/")) {
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
