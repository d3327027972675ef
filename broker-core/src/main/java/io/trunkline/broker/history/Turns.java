package io.trunkline.broker.history;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what it is given one after the other, without a thread of its own: who comes while another's runs leaves his to that one. What fails ends no other's. */
public final class Turns {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Runs it now, or after what is running; also when called from what is running. */
    public void run(Runnable task) {
        waiting.add(task);
        if (count.getAndIncrement() != 0) {
            return;
        }
        do {
            runOne(waiting.remove());
        } while (count.decrementAndGet() != 0);
    }

    private static void runOne(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error fault) {
            LOG.error("turn failed", fault);
        }
    }
}
