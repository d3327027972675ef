package io.trunkline.mqtt;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The topic aliases that one client has set for its own publishes (MQTT 5, section 3.3.2.3.4); on the channel's loop only. */
final class TopicAliases {
    private final int maximum;
    private final Map<Integer, String> names = new HashMap<>();

    TopicAliases(int maximum) {
        this.maximum = maximum;
    }

    /**
     * The topic that is meant.
     *
     * @param name as written; empty when only the alias says it
     * @throws ProtocolFault when the alias is out of range, or nothing says the topic
     */
    String resolve(String name, @Nullable Integer alias) {
        if (alias == null) {
            return said(name);
        }
        if (alias < 1 || alias > maximum) {
            throw new ProtocolFault(Codes.ALIAS_INVALID, "topic alias out of range");
        }
        if (name.isEmpty()) {
            return said(names.getOrDefault(alias, ""));
        }
        names.put(alias, name);
        return name;
    }

    private static String said(String name) {
        if (name.isEmpty()) {
            throw new ProtocolFault(Codes.PROTOCOL_ERROR, "a publish without a topic");
        }
        return name;
    }
}
