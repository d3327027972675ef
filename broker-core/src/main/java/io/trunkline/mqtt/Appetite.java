package io.trunkline.mqtt;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * When a session wants more of what a log brings: when its client is there, its window has room, and its line has taken most of what was written. Who is away,
 * or takes nothing, is waited for: the log keeps what it has. From any thread.
 */
final class Appetite {
    private final MqttSession session;
    private final int unsentBytes;
    private final Queue<MonoSink<Void>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean serving = new AtomicBoolean();
    private volatile boolean ended;

    /** @param unsentBytes above which the client loses QoS 0 deliveries */
    Appetite(MqttSession session, int unsentBytes) {
        this.session = session;
        this.unsentBytes = unsentBytes;
    }

    Mono<Void> awaited() {
        return Mono.create(sink -> {
            waiting.add(sink);
            look();
        });
    }

    /** Something has changed: it may be there by now. */
    void look() {
        while (hasGuests() && serving.compareAndSet(false, true)) {
            var holder = session.present();
            if (ended) {
                release();
            } else if (holder != null && isHungry(holder)) {
                holder.gate().exit().inTurn(() -> serve(holder.line()));
                return;
            }
            serving.set(false);
        }
    }

    /** Whether there is anybody to be served now. */
    private boolean hasGuests() {
        var holder = session.present();
        return !waiting.isEmpty() && (ended || (holder != null && isHungry(holder)));
    }

    private boolean isHungry(Opening holder) {
        return session.backlog().messages() < holder.window();
    }

    private void release() {
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            next.success();
        }
    }

    /** Behind what was offered before, and one after the other, so that each sees what the one before has brought. */
    private void serve(Line line) {
        var there = line.isOpen() && line.channel().isActive();
        if (there && line.unsentBytes() > unsentBytes / 2) {
            line.whenWritten(() -> serve(line));
            return;
        }
        var next = there ? waiting.poll() : null;
        if (next != null) {
            next.success();
        }
        serving.set(false);
        look();
    }

    /** The session has ended: nobody is waited for. */
    void end() {
        ended = true;
        look();
    }
}
