package io.trunkline.gateway.sse;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.WireForm;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.gateway.frame.JsonFrames;
import io.trunkline.gateway.frame.NoticeFrames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Events as they stand in a stream (WHATWG HTML, section 9.2): lines of a field each, and an empty one behind. */
final class EventText {
    /** A publication, with its id as the event's. */
    static final WireForm PUBLICATION = EventText::publication;

    /** A publication on the one topic of its stream, with the place that it has in the topic's log as the event's id. */
    static final WireForm POSITIONED = EventText::positioned;

    /** A publication, with an id that stands before it already, or none. */
    static final WireForm WITHOUT_ID = publication -> unnamed(JsonFrames.of(publication));

    /** A comment: readers pass over it. */
    static final byte[] HEART_BEAT = text(":\n\n");

    private static final byte[] DATA = text("data: ");
    private static final byte[] END = text("\n\n");

    private EventText() {}

    /** What a client waits before it comes back: a field of the first event. */
    static String retry(Duration retry) {
        return "retry: " + retry.toMillis() + "\n";
    }

    /** The field that a client comes back with; none for none. */
    static String place(@Nullable String id) {
        return id == null ? "" : "id: " + id + "\n";
    }

    static byte[] unnamed(byte[] json) {
        return event("", json);
    }

    /** The last one of a stream that ends for this reason; named, for the scripts that want to know. */
    static byte[] close(Reason reason) {
        return event("event: close\n", NoticeFrames.closed(reason));
    }

    private static byte[] publication(Publication publication) {
        return event(id(publication.id()), JsonFrames.of(publication));
    }

    private static byte[] positioned(Publication publication) {
        var at = publication.position();
        return event(place(at == null ? null : at.text()), JsonFrames.of(publication));
    }

    /** A publisher's own id may hold anything: what would break out of its line, or be ignored by readers, is left out. */
    private static String id(String id) {
        var fits = id.indexOf('\n') < 0 && id.indexOf('\r') < 0 && id.indexOf('\0') < 0;
        return fits ? "id: " + id + "\n" : "";
    }

    /** @param before its other fields, each in a line */
    static byte[] event(String before, byte[] json) {
        var head = text(before);
        var all = ByteBuffer.allocate(head.length + DATA.length + json.length + END.length);
        return all.put(head).put(DATA).put(oneLine(json)).put(END).array();
    }

    /** Line ends in JSON are always white space between its parts. The bytes are this door's own, made for this event. */
    private static byte[] oneLine(byte[] json) {
        for (var i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                json[i] = ' ';
            }
        }
        return json;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
