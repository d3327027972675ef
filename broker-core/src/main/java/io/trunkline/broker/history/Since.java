package io.trunkline.broker.history;

import io.trunkline.broker.message.Position;

/** From where a reader wants to go on. */
public sealed interface Since {
    /** With the oldest that is kept. */
    Since EARLIEST = End.EARLIEST;

    /** With what comes next. */
    Since LATEST = End.LATEST;

    /** One end of the log. */
    enum End implements Since {
        EARLIEST,
        LATEST
    }

    /** With what follows a position. */
    record After(Position position) implements Since {}

    /**
     * {@code earliest}, {@code latest}, or a position.
     *
     * @throws io.trunkline.broker.refusal.Refused MALFORMED
     */
    static Since parse(String text) {
        return switch (text) {
            case "earliest" -> EARLIEST;
            case "latest" -> LATEST;
            default -> new After(Position.parse(text));
        };
    }
}
