package io.trunkline.mqtt;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
        while (!waiting.isEmpty()) {
            var holder = session.present();
            if (ended) {
                release();
            } else if (holder == null || session.backlog().messages() >= holder.window()) {
                return;
            } else {
                serve(holder);
            }
        }
    }

    private void release() {
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            next.success();
        }
    }

    private void serve(Opening holder) {
        var next = waiting.poll();
        if (next != null) {
            holder.gate().exit().inTurn(() -> afterWriting(holder.line(), next));
        }
    }

    /** Behind what was offered before; a line that is closed has written all it ever will. */
    private void afterWriting(Line line, MonoSink<Void> next) {
        if (line.unsentBytes() > unsentBytes / 2) {
            line.whenWritten(() -> again(next));
        } else {
            next.success();
        }
    }

    /** The line may have closed meanwhile. */
    private void again(MonoSink<Void> next) {
        waiting.add(next);
        look();
    }

    /** The session has ended: nobody is waited for. */
    void end() {
        ended = true;
        look();
    }
}
