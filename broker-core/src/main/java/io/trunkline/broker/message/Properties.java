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

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
