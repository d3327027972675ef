package io.trunkline.gateway.frame;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server tells only those clients that asked for it in one way or another; the vendor's own never hear these. */
public final class NoticeFrames {
    private NoticeFrames() {}

    /**
     * What was wrong with a client's frame.
     *
     * @param text what other clients are told when their line is closed for it
     * @param type of the frame, if it could be told
     * @param id of the frame, if it could be told
     */
    public static byte[] error(Refused no, String text, @Nullable String type, @Nullable String id) {
        var out = JsonFrames.begin("main", "error", 256)
                .raw("{\"code\":")
                .string(no.reason().code())
                .raw(",\"message\":")
                .string(text)
                .raw(",\"detail\":")
                .string(no.detail());
        JsonFrames.orNull(out.raw(",\"id\":"), id);
        JsonFrames.orNull(out.raw(",\"type\":"), type);
        return out.raw("}}").toBytes();
    }

    /** A subscription was ended by the platform. */
    public static byte[] unsubscribed(String topic, Reason reason) {
        return told(topic, "unsubscribed", reason);
    }

    /** The line ends, where that is not told otherwise. */
    public static byte[] closed(Reason reason) {
        return told("main", "close", reason);
    }

    private static byte[] told(String topic, String messageType, Reason reason) {
        return JsonFrames.begin(topic, messageType, 160)
                .raw("{\"code\":")
                .string(reason.code())
                .raw(",\"message\":")
                .string(reason.text())
                .raw("}}")
                .toBytes();
    }

    /**
     * A new token counts.
     *
     * @param expiry when it ends, null for never
     * @param dropped the topics it does not allow any more
     */
    public static byte[] refreshed(@Nullable Instant expiry, List<String> dropped) {
        var out = JsonFrames.begin("main", "refreshed", 160).raw("{\"expiresAt\":");
        JsonFrames.orNull(out, expiry == null ? null : expiry.toString());
        var separator = ",\"dropped\":[";
        for (var topic : dropped) {
            out.raw(separator).string(topic);
            separator = ",";
        }
        return out.raw(dropped.isEmpty() ? separator : "").raw("]}}").toBytes();
    }
}
