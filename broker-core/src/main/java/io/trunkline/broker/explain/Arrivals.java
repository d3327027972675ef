package io.trunkline.broker.explain;

import java.time.Duration;

/** What is said of a message that was taken for a connection. */
final class Arrivals {
    /** What is not written to an open line within this time is not going to be. */
    static final Duration MOMENT = Duration.ofSeconds(5);

    private Arrivals() {}

    static String text(Cause cause, Sighting sighting) {
        return switch (cause) {
            case OFFLINE -> "It waits for the client, which is away, and is sent when it comes back.";
            case WINDOW -> "It waits: the client first has to acknowledge what was sent before it.";
            case UNACKNOWLEDGED -> "It was sent; the client has not acknowledged it yet.";
            case CAUGHT_UP ->
                "It was published before the connection subscribed, which reads it from the topic's log, at "
                        + at(sighting) + ".";
            default ->
                sighting.qos() == 0
                        ? "It was written to the connection. Whether the client has read it is not known here."
                        : "It was written to the connection, and acknowledged where the connection's protocol and subscription have that.";
        };
    }

    private static String at(Sighting sighting) {
        var position = sighting.position();
        return position == null ? "an unknown position" : position.text();
    }
}
