package io.trunkline.mqtt;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** Packets that came behind a CONNECT before its CONNACK, which MQTT allows; on the channel's loop only. */
final class HeldPackets {
    private static final int PAUSE = 64;
    private static final int PAUSE_BYTES = 64 << 10;
    private static final int MOST = 4096;

    private final Line line;
    private final Queue<Object> held = new ArrayDeque<>();
    private int bytes;
    private boolean paused;

    HeldPackets(Line line) {
        this.line = line;
    }

    void add(Object packet) {
        if (held.size() >= MOST) {
            ReferenceCountUtil.release(packet);
            line.close();
            return;
        }
        held.add(packet);
        bytes += sizeOf(packet);
        if (!paused && (held.size() >= PAUSE || bytes >= PAUSE_BYTES)) {
            paused = true;
            line.read(false);
        }
    }

    private static int sizeOf(Object packet) {
        return packet instanceof MqttMessage read && read.fixedHeader() != null
                ? read.fixedHeader().remainingLength()
                : 0;
    }

    void release(Consumer<Object> next) {
        line.read(true);
        for (var packet = held.poll(); packet != null; packet = held.poll()) {
            next.accept(packet);
        }
    }

    void drop() {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }
}
