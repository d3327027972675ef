package io.trunkline.channel;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.ThreadExecutorMap;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/** The deliveries that wait for the channels of one event loop: one queue for many producers, one task per batch, one flush per channel touched. */
public final class LoopDelivery implements Runnable {
    /** Deliveries taken in one go, so that the loop gets to its other work. */
    private static final int BATCH = 32_768;

    /** From here on publishers are asked to wait; a little more than one batch. */
    private static final int CONGESTED = 65_536;

    /** More than this is not held. */
    private static final int MOST = 1 << 20;

    private static final long SWEEP_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(LoopDelivery.class);

    private final EventLoop loop;
    private final Queue<Runnable> queue =
            Queues.<Runnable>unboundedMultiproducer().get();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicInteger backlog = new AtomicInteger();
    private final ArrayList<ChannelExit> touched = new ArrayList<>();
    private final Runnable flush = this::flush;
    private boolean flushing;
    private final Set<ChannelExit> joined = Collections.newSetFromMap(new IdentityHashMap<>());
    private Sinks.@Nullable Empty<Void> waiters;

    @SuppressWarnings("FutureReturnValueIgnored") // goes on for as long as the loop does
    LoopDelivery(EventLoop loop) {
        this.loop = loop;
        loop.scheduleAtFixedRate(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    Offer enqueue(ChannelExit exit, Delivery delivery) {
        var waiting = backlog.incrementAndGet();
        if (waiting > MOST) {
            backlog.decrementAndGet();
            return Offer.DROPPED;
        }
        queue.offer(() -> take(exit, delivery));
        schedule();
        return waiting > CONGESTED ? Offer.CONGESTED : Offer.TAKEN;
    }

    /** Runs a task on the event loop, in its turn with the deliveries; what it writes leaves with theirs. A task must not throw. From any thread. */
    void inTurn(Runnable task) {
        backlog.incrementAndGet();
        queue.offer(task);
        schedule();
    }

    private void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            wake(ThreadExecutorMap.currentExecutor());
        }
    }

    /**
     * A publisher on an event loop first reads on: what it publishes by one read leaves in one flush, at other loops too. Those are woken before this loop
     * drains its own, which is why its own turn comes a task later.
     */
    private void wake(@Nullable EventExecutor publisher) {
        if (publisher == null) {
            loop.execute(this);
        } else {
            publisher.execute(() -> loop.execute(this));
        }
    }

    /** Drains one batch. Runs on the event loop. */
    @Override
    public void run() {
        var taken = 0;
        flushing = true;
        try {
            for (var next = queue.poll(); next != null; next = taken < BATCH ? queue.poll() : null) {
                taken++;
                next.run();
            }
        } finally {
            finish(taken);
        }
    }

    private void finish(int taken) {
        try {
            flush();
        } finally {
            settle(taken);
        }
    }

    /** Whatever happened, the next delivery finds the loop ready to be woken; one that came while it was not is counted by now. */
    private void settle(int taken) {
        scheduled.set(false);
        var left = backlog.addAndGet(-taken);
        if (left > 0) {
            schedule();
        }
        if (left < CONGESTED / 2) {
            ease();
        }
    }

    /** A delivery that fails to be written, be it for want of direct memory, is its reader's loss alone. */
    private static void take(ChannelExit exit, Delivery delivery) {
        try {
            exit.take(delivery);
        } catch (RuntimeException | Error fault) {
            LOG.error(
                    "delivery failed connection={}",
                    delivery.subscription().subscriber().id(),
                    fault);
        }
    }

    /** An exit has begun a batch, which leaves with this loop's, or when all is read that came with what it answers. On the event loop. */
    void begun(ChannelExit exit) {
        touched.add(exit);
        if (!flushing) {
            flushing = true;
            loop.execute(flush);
        }
    }

    /** By index: what a write brings about may begin another batch. */
    private void flush() {
        try {
            for (var i = 0; i < touched.size(); i++) {
                touched.get(i).drain();
            }
        } finally {
            touched.clear();
            flushing = false;
        }
    }

    /** Completes when the queue is at most half of what is called congested. */
    synchronized Mono<Void> eased() {
        if (backlog.get() < CONGESTED / 2) {
            return Mono.empty();
        }
        var sink = waiters;
        if (sink == null) {
            sink = Sinks.empty();
            waiters = sink;
        }
        return sink.asMono();
    }

    private void ease() {
        Sinks.Empty<Void> sink;
        synchronized (this) {
            sink = waiters;
            waiters = null;
        }
        if (sink != null) {
            sink.tryEmitEmpty();
        }
    }

    void join(ChannelExit exit) {
        loop.execute(() -> joined.add(exit));
    }

    void leave(ChannelExit exit) {
        loop.execute(() -> joined.remove(exit));
    }

    private void sweep() {
        var now = System.nanoTime();
        for (var exit : joined.toArray(ChannelExit[]::new)) {
            try {
                exit.sweep(now);
            } catch (RuntimeException fault) {
                LOG.error("sweep failed", fault);
            }
        }
    }
}
