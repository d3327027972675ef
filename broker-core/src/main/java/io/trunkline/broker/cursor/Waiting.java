package io.trunkline.broker.cursor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** What the members who ask next get, in order. */
final class Waiting {
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long news;

    /** What was picked, and those of the others that are for nobody any more. */
    record Picked(List<Entry> taken, List<Entry> over) {}

    int size() {
        return entries.size();
    }

    /** Moves whenever there is something more for somebody. */
    long news() {
        return news;
    }

    /** What was there already is for more of them. */
    void stir() {
        news++;
    }

    void addLast(Entry entry) {
        entry.become(Entry.State.READY);
        entries.addLast(entry);
        news++;
    }

    void addFirst(Entry entry) {
        entry.become(Entry.State.READY);
        entries.addFirst(entry);
        news++;
    }

    void remove(Entry entry) {
        entries.remove(entry);
    }

    /** Takes out what is for a member. */
    Picked pick(Member member, Most most, Predicate<Entry> isOver) {
        var picked = new Picked(new ArrayList<>(), new ArrayList<>());
        var room = most.bytes();
        for (var all = entries.iterator();
                all.hasNext()
                        && picked.taken().size() < most.count()
                        && (room > 0 || picked.taken().isEmpty()); ) {
            var entry = all.next();
            if (isOver.test(entry)) {
                picked.over().add(entry);
            } else if (entry.isFor(member)) {
                all.remove();
                picked.taken().add(entry);
                room -= entry.publication().size();
            }
        }
        return picked;
    }
}
