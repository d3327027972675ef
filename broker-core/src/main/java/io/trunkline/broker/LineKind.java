package io.trunkline.broker;

import java.util.Locale;

/** What kind of line a door opens, and which rules hold for it. */
public enum LineKind {
    /** A client's WebSocket. */
    WEBSOCKET(true, true),
    /** A client's stream of server-sent events. */
    EVENTS(true, false),
    /** An MQTT session: another of the same client id takes its place, so nobody counts it. */
    MQTT(false, false),
    /** A line of the platform's own, such as a forwarder's. */
    EXIT(false, false);

    private final boolean counted;
    private final boolean present;

    LineKind(boolean counted, boolean present) {
        this.counted = counted;
        this.present = present;
    }

    /** As it is shown. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a subject may have only so many of this kind, the newest ones. */
    public boolean isCounted() {
        return counted;
    }

    /** Whether backends hear of its coming and going. */
    public boolean isPresent() {
        return present;
    }

    /** Whether somebody outside the platform is at its end. */
    public boolean isClient() {
        return this != EXIT;
    }
}
