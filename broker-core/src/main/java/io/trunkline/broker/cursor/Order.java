package io.trunkline.broker.cursor;

import io.trunkline.broker.message.Publication;
import org.jspecify.annotations.Nullable;

/**
 * Which publications are not to overtake each other: those of one key. Of a key one is with a member at a time, and the next when that one is settled.
 *
 * @param by what the key is
 * @param property the user property whose first value is the key; empty where the key is something else. Publications without it have no order
 */
public record Order(By by, String property) {
    /** All may be with members at once. */
    public static final Order NONE = new Order(By.NOTHING, "");

    /** Each topic is in order. */
    public static final Order TOPIC = new Order(By.TOPIC, "");

    /** What a key is. */
    public enum By {
        NOTHING,
        TOPIC,
        PROPERTY
    }

    /** The publications with the same value of a user property are in order. */
    public static Order ofProperty(String name) {
        return new Order(By.PROPERTY, name);
    }

    /** Null for one that waits for no other. */
    @Nullable
    String key(Publication publication) {
        return switch (by) {
            case NOTHING -> null;
            case TOPIC -> publication.topic().name();
            case PROPERTY -> value(publication);
        };
    }

    private @Nullable String value(Publication publication) {
        for (var user : publication.message().properties().user()) {
            if (user.name().equals(property)) {
                return user.value();
            }
        }
        return null;
    }
}
