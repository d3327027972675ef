package io.trunkline.gateway.forward;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The few threads on which all forwarders work: signing, writing and reading JSON; none of it is done on an event loop. */
final class ForwardThreads implements AutoCloseable {
    private static final int MOST_TASKS = 100_000;
    private static final int IDLE_SECONDS = 60;

    private final Scheduler work;
    private final ScheduledExecutorService timer;

    ForwardThreads(int count) {
        work = Schedulers.newBoundedElastic(count, MOST_TASKS, "forward", IDLE_SECONDS, true);
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "forward-timer");
            thread.setDaemon(true);
            return thread;
        });
    }

    Scheduler work() {
        return work;
    }

    /** One scheduler of one of the threads, for what has to happen in order. */
    Scheduler one() {
        return Schedulers.single(work);
    }

    /** For the time-outs of Amazon's SDK, which would otherwise start five threads for each client. */
    ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    public void close() {
        work.dispose();
        timer.shutdownNow();
    }
}
