package io.trunkline.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A realtime WebSocket: ready after the welcome of {@code main}, a listener after the welcome of its topic. */
final class TrunklineLine extends WebSocketLine {
    private final byte @Nullable [] subscribe;
    private final @Nullable Template template;
    private String expected = "\"welcome\"";
    private int stampAt;
    private int welcomes;

    TrunklineLine(int index, String path, byte @Nullable [] subscribe, @Nullable Template template, LineEvents events) {
        super(index, path, events);
        this.subscribe = subscribe;
        this.template = template;
    }

    /** Its subscription is refused unless its welcome says this. */
    TrunklineLine saying(String text) {
        expected = text;
        return this;
    }

    @Override
    void upgraded() {
        // the server speaks first
    }

    @Override
    public void publish(int sequence) {
        send(Objects.requireNonNull(template).stamped(channel().alloc(), sequence));
    }

    @Override
    void message(ByteBuf in, int start, int length, long nanos) {
        long stamp = stampAt + Stamp.LENGTH <= length ? Stamp.read(in, start + stampAt) : Stamp.NONE;
        if (stamp == Stamp.NONE) {
            int found = Stamp.find(in, start, length);
            if (found < 0) {
                control(in.toString(start, length, UTF_8));
                return;
            }
            stampAt = found - start;
            stamp = Stamp.read(in, found);
        }
        events.delivered(index, stamp, length, nanos);
    }

    private void control(String json) {
        if (!json.contains("\"welcome\"")) {
            return;
        }
        welcomes++;
        if (subscribe != null && welcomes == 1) {
            send(subscribe);
        } else if (subscribe == null || json.contains(expected)) {
            becomeReady();
        } else {
            fail("welcomed without " + expected + ": " + json);
        }
    }
}
