package io.trunkline.broker.cursor;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who takes from one cursor. Who has the most room comes first; of equals, who has waited longest. */
final class Members {
    static final int MOST = 1_000;

    private final Set<Member> members = new LinkedHashSet<>();
    private long turns;
    private long emptySince;

    Members(long now) {
        emptySince = now;
    }

    void add(Member member) {
        if (members.size() >= MOST) {
            throw new Refused(Reason.LIMIT_REACHED, "a group has at most " + MOST + " members");
        }
        members.add(member);
    }

    void remove(Member member, long now) {
        members.remove(member);
        emptySince = now;
    }

    List<Member> all() {
        return List.copyOf(members);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Whether any of them takes publications at present. */
    boolean isAttended() {
        return isAttendedBeside(null);
    }

    boolean isAttendedBeside(@Nullable Member one) {
        for (var member : members) {
            if (member != one && member.window() > 0) {
                return true;
            }
        }
        return false;
    }

    /** As listeners know the first; null for nobody in particular. */
    @Nullable
    String reader() {
        return members.isEmpty() ? null : members.iterator().next().reader();
    }

    /** Whether any of them would take it. */
    boolean isWanted(Entry entry) {
        return members.stream().anyMatch(member -> member.wants(entry));
    }

    /** Since when there has been nobody; of no matter while somebody is there. */
    long emptySince() {
        return emptySince;
    }

    /** Ways to tell those who are to have what is there; who was told and has not asked yet will have some of it. */
    List<Runnable> wakes(int available, Predicate<Member> curious) {
        if (available == 0) {
            return List.of();
        }
        var wakes = new ArrayList<Runnable>();
        for (var missing = available - awake(); missing > 0; missing--) {
            var next = freest(curious);
            var wake = next == null ? null : next.wake();
            if (wake == null) {
                return wakes;
            }
            wakes.add(wake);
        }
        return wakes;
    }

    private int awake() {
        var awake = 0;
        for (var member : members) {
            awake += member.isAwake() && member.free() > 0 ? 1 : 0;
        }
        return awake;
    }

    private @Nullable Member freest(Predicate<Member> curious) {
        Member best = null;
        for (var member : members) {
            if (member.isAsleep()
                    && curious.test(member)
                    && member.free() > 0
                    && (best == null || isBefore(member, best))) {
                best = member;
            }
        }
        return best;
    }

    private static boolean isBefore(Member one, Member other) {
        return one.free() > other.free() || (one.free() == other.free() && one.served() < other.served());
    }

    /** How much of what is there this one may have: its part of the room of all who were told. */
    int share(Member asking, int available) {
        if (asking.free() == 0 || available == 0) {
            return 0;
        }
        var room = 0L;
        for (var member : members) {
            room += member == asking || member.isAwake() ? member.free() : 0;
        }
        return (int) Math.min(asking.free(), ((long) available * asking.free() + room - 1) / room);
    }

    void served(Member member) {
        member.served(++turns);
    }
}
