package io.trunkline.broker.schedule;

import io.trunkline.broker.access.ApplicationId;
import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * All that waits until it is due, by monotonic time: whoever sets the clock makes nothing come early or late. What is due is handed out one after the other, in
 * the order in which it is due and, of the same time, in which it came.
 */
public final class Schedule implements Disposable {
    private final PriorityQueue<Waiting> queue = new PriorityQueue<>();
    private final ScheduleRoom room = new ScheduleRoom();
    private final LongSupplier ticker;
    private final Scheduler.Worker worker;
    private final Consumer<Scheduled> due;
    private @Nullable Disposable timer;
    private long timedFor;
    private long number;

    /** @param at in ticks, which only compare by their difference */
    private record Waiting(Scheduled scheduled, long at, long number) implements Comparable<Waiting> {
        @Override
        public int compareTo(Waiting other) {
            var between = at - other.at;
            return Long.signum(between == 0 ? number - other.number : between);
        }
    }

    /**
     * An empty one.
     *
     * @param ticker monotonic nanoseconds
     * @param due takes each when it is due, and returns at once; it may not throw
     */
    public Schedule(LongSupplier ticker, Scheduler scheduler, Consumer<Scheduled> due) {
        this.ticker = ticker;
        this.worker = scheduler.createWorker();
        this.due = due;
    }

    /** Takes the room that it needs until it is done with. @throws Refused LIMIT_REACHED, OVERLOADED */
    public synchronized void reserve(Scheduled scheduled) {
        room.take(scheduled);
    }

    /** Takes the room of one that was admitted long ago. */
    public synchronized void occupy(Scheduled scheduled) {
        room.occupy(scheduled);
    }

    /** It is done with, or does not come: gives back its room. */
    public synchronized void release(Scheduled scheduled) {
        room.give(scheduled);
    }

    /** Hands it out when this time is over. */
    public synchronized void after(Duration delay, Scheduled scheduled) {
        queue.add(new Waiting(scheduled, ticker.getAsLong() + delay.toNanos(), number++));
        arm();
    }

    private void arm() {
        var first = queue.peek();
        if (first == null || (timer != null && timedFor - first.at() <= 0)) {
            return;
        }
        if (timer != null) {
            timer.dispose();
        }
        timedFor = first.at();
        timer = worker.schedule(this::run, Math.max(0, first.at() - ticker.getAsLong()), TimeUnit.NANOSECONDS);
    }

    private void run() {
        for (var next = next(); next != null; next = next()) {
            due.accept(next);
        }
    }

    private synchronized @Nullable Scheduled next() {
        timer = null;
        var first = queue.peek();
        if (first == null || first.at() - ticker.getAsLong() > 0) {
            arm();
            return null;
        }
        queue.remove();
        return first.scheduled();
    }

    /** Nothing of an application waits any more. @return what did */
    public synchronized List<Scheduled> forget(ApplicationId application) {
        var gone = queue.stream()
                .filter(waiting -> waiting.scheduled().application().equals(application))
                .toList();
        queue.removeAll(Set.copyOf(gone));
        var forgotten = gone.stream().map(Waiting::scheduled).toList();
        forgotten.forEach(room::give);
        return forgotten;
    }

    /** Bytes that all it has room for occupies; about. */
    synchronized long occupied() {
        return room.taken();
    }

    /** Hands nothing out any more. */
    @Override
    public void dispose() {
        worker.dispose();
    }
}
