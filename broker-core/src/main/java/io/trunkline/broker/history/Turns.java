package io.trunkline.broker.history;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs what it is given one after the other, without a thread of its own: who comes while another's runs leaves his to that one. Nothing that runs may throw. */
public final class Turns {
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Runs it now, or after what is running; also when called from what is running. */
    public void run(Runnable task) {
        waiting.add(task);
        if (count.getAndIncrement() != 0) {
            return;
        }
        do {
            waiting.remove().run();
        } while (count.decrementAndGet() != 0);
    }
}
