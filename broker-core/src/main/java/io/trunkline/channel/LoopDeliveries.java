package io.trunkline.channel;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The {@link LoopDelivery} of each event loop; one instance serves all channel doors of a process. */
public final class LoopDeliveries {
    private final Map<EventLoop, LoopDelivery> loops = new ConcurrentHashMap<>();

    /** The loop's own delivery, made on first use. */
    public LoopDelivery on(EventLoop loop) {
        var there = loops.get(loop);
        return there == null ? loops.computeIfAbsent(loop, LoopDelivery::new) : there;
    }
}
