package io.trunkline.gateway.history;

import io.trunkline.broker.access.ApplicationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** What waits for its batch, in order, within the room that all writers have. Anybody adds to it; its writer's thread alone takes from it. */
final class Backlog {
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final Writer.Terms terms;

    Backlog(Writer.Terms terms) {
        this.terms = terms;
    }

    /** @throws io.trunkline.broker.refusal.Refused OVERLOADED */
    void add(Waiting waiting) {
        terms.room().take(waiting.size());
        queue.add(waiting);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /**
     * Takes what the next batch has room for.
     *
     * @param held of which applications nothing is taken; what is others' passes it
     */
    List<Waiting> next(Predicate<ApplicationId> held) {
        var taken = new ArrayList<Waiting>();
        var bytes = 0L;
        var all = queue.iterator();
        while (taken.size() < terms.batchRows() && bytes < terms.batchBytes() && all.hasNext()) {
            var next = all.next();
            if (!held.test(next.publication().application())) {
                all.remove();
                taken.add(next);
                bytes += next.size();
            }
        }
        return taken;
    }

    /** Takes what has waited for too long. */
    List<Waiting> late(long now) {
        var taken = new ArrayList<Waiting>();
        var head = queue.peek();
        while (head != null && now - head.since() > terms.patience().toNanos()) {
            taken.add(queue.remove());
            head = queue.peek();
        }
        return taken;
    }

    /** Takes what is an application's. */
    List<Waiting> of(ApplicationId application) {
        return take(waiting -> waiting.publication().application().equals(application));
    }

    /** Takes all. */
    List<Waiting> all() {
        return take(waiting -> true);
    }

    private List<Waiting> take(Predicate<Waiting> those) {
        var taken = new ArrayList<Waiting>();
        queue.removeIf(waiting -> those.test(waiting) && taken.add(waiting));
        return taken;
    }

    /** One that was taken is answered, and needs its room no more. */
    void leave(Waiting waiting) {
        waiting.shelf().letGo();
        terms.room().leave(waiting.size());
    }
}
