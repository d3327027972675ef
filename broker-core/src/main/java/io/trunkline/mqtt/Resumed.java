package io.trunkline.mqtt;

import io.trunkline.broker.Resumption;
import io.trunkline.broker.history.Since;
import org.jspecify.annotations.Nullable;

/**
 * What became of one filter that was to go on from somewhere in the log.
 *
 * @param code for the SUBACK
 * @param text why not; null when it was granted, or when there is nothing to say
 * @param resumption null when it was refused
 * @param retainedSince from where it begins, when retained messages are wanted with it; null when they are not
 */
record Resumed(
        int code,
        @Nullable String text,
        @Nullable Resumption resumption,
        @Nullable Since retainedSince) {

    static Resumed refused(int code, @Nullable String text) {
        return new Resumed(code, text, null, null);
    }

    /** As it stands on every wire. */
    String continuity() {
        return resumption != null && resumption.continuous() ? "resumed" : "lost";
    }

    /** As it stands on every wire; empty where there is none. */
    String position() {
        var at = resumption == null ? null : resumption.at();
        return at == null ? "" : at.text();
    }
}
