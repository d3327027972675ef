package io.trunkline.gateway.sse;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.WireForm;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.gateway.frame.JsonFrames;
import io.trunkline.gateway.frame.NoticeFrames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Events as they stand in a stream (WHATWG HTML, section 9.2): lines of a field each, and an empty one behind. */
final class EventText {
    /** A publication, with its id as the event's. */
    static final WireForm PUBLICATION = EventText::publication;

    /** A comment: readers pass over it. */
    static final byte[] HEART_BEAT = text(":\n\n");

    private static final byte[] DATA = text("data: ");
    private static final byte[] END = text("\n\n");

    private EventText() {}

    /** @param retry what a client waits before it comes back */
    static byte[] first(Duration retry, byte[] json) {
        return event("retry: " + retry.toMillis() + "\n", json);
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

    /** A publisher's own id may hold anything: what would break out of its line, or be ignored by readers, is left out. */
    private static String id(String id) {
        var fits = id.indexOf('\n') < 0 && id.indexOf('\r') < 0 && id.indexOf('\0') < 0;
        return fits ? "id: " + id + "\n" : "";
    }

    private static byte[] event(String before, byte[] json) {
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
