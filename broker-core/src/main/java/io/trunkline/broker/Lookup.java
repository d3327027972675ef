package io.trunkline.broker;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/** One look through a topic's log, and those who wait for it; they go on in the order in which they came. */
final class Lookup {
    private final Queue<Waiting> waiting = new ArrayDeque<>(1);
    private boolean begun;
    private boolean over;
    private @Nullable Throwable fault;

    /**
     * Who waits.
     *
     * @param asks whether it needs what is looked for; who only follows those before it goes on whatever becomes of that
     */
    record Waiting(MonoSink<Void> sink, boolean asks) {
        void goOn(@Nullable Throwable fault) {
            if (fault != null && asks) {
                sink.error(fault);
            } else {
                sink.success();
            }
        }
    }

    /** False when it is over, and nobody is waited for. */
    synchronized boolean add(Waiting one) {
        return !over && waiting.add(one);
    }

    /** Waits no more. */
    synchronized void leave(Waiting one) {
        waiting.remove(one);
    }

    /** Whether anybody still waits for it. */
    synchronized boolean isWanted() {
        return waiting.stream().anyMatch(Waiting::asks);
    }

    /** True for the first who asks that: he has it begun. */
    synchronized boolean begins() {
        var first = !begun;
        begun = true;
        return first;
    }

    /** All go on; who comes meanwhile does behind them. */
    void end(@Nullable Throwable failed) {
        for (var next = next(failed); next != null; next = next(failed)) {
            next.goOn(failed);
        }
    }

    private synchronized @Nullable Waiting next(@Nullable Throwable failed) {
        over = waiting.isEmpty();
        fault = failed;
        return waiting.poll();
    }

    synchronized boolean isOver() {
        return over;
    }

    synchronized boolean hasFailed() {
        return over && fault != null;
    }
}
