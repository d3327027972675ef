package io.trunkline.gateway.frame;

import io.trunkline.broker.history.Slice;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A part of a topic's log as one JSON object; its messages are the frames of those who hear them live, with their id and time. */
public final class HistoryText {
    /** After so many bytes no further message is begun; {@code next} leads on. */
    private static final int FULL = 1 << 20;

    private HistoryText() {}

    /** What was read, without what has expired by now. */
    public static byte[] of(Slice slice, Instant now) {
        var out = new JsonBytes(1024).raw("{\"continuity\":\"");
        out.raw(new Resumed(slice.continuous(), null).continuity()).raw("\",\"head\":");
        position(out, slice.head()).raw(",\"messages\":[");
        var next = slice.last() == null ? slice.head() : null;
        var separator = "";
        for (var publication : slice.publications()) {
            if (out.length() >= FULL) {
                break;
            }
            next = publication.position();
            if (!publication.hasExpired(now)) {
                message(out.raw(separator), publication);
                separator = ",";
            }
        }
        return position(out.raw("],\"next\":"), next).raw("}").toBytes();
    }

    private static void message(JsonBytes out, Publication publication) {
        out.raw("{\"id\":").string(publication.id());
        out.raw(",\"time\":\"" + publication.time() + "\",")
                .raw(JsonFrames.members(publication))
                .raw("}");
    }

    private static JsonBytes position(JsonBytes out, @Nullable Position position) {
        return JsonFrames.orNull(out, position == null ? null : position.text());
    }
}
