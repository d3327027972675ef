package io.trunkline.broker.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher says about its payload (MQTT 5, section 3.3.2.3); passed on unchanged.
 *
 * @param utf8 the payload format indicator: the publisher vouches for UTF-8
 * @param correlation taken over, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares properties, and they pass without a copy
public record Properties(
        @Nullable String contentType,
        @Nullable String responseTopic,
        byte @Nullable [] correlation,
        List<UserProperty> user,
        boolean utf8) {
    public static final Properties NONE = new Properties(null, null, null, List.of(), false);

    /** The room they take, in characters and octets. */
    public int size() {
        var size = length(contentType) + length(responseTopic) + (correlation == null ? 0 : correlation.length);
        for (var property : user) {
            size += property.name().length() + property.value().length();
        }
        return size;
    }

    /** Whether there is a user property of this name. */
    public boolean has(String name) {
        for (var property : user) {
            if (property.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The same without the user properties of a name. */
    public Properties without(String name) {
        var others =
                user.stream().filter(property -> !property.name().equals(name)).toList();
        return new Properties(contentType, responseTopic, correlation, others, utf8);
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
