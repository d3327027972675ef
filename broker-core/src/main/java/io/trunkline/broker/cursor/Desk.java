package io.trunkline.broker.cursor;

import io.trunkline.broker.history.Slice;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one cursor has read and not settled, and with whom it is. Not safe for many threads: its cursor sees to that. */
final class Desk {
    /** So much is read and not settled; one publication always may be. */
    static final int MOST_HELD = 4_096;

    static final long MOST_BYTES = 2L << 20;

    private final Map<Long, Entry> entries = new HashMap<>();
    private final Waiting ready = new Waiting();
    private final Lanes lanes = new Lanes();
    private final Agenda agenda = new Agenda();
    private final Tracks tracks;
    private final LeaseIds ids;
    private final Members members;
    private final Endings endings = new Endings();
    private volatile CursorSettings settings;
    private long numbers;
    private long bytes;

    Desk(Tracks tracks, Members members, LeaseIds ids, CursorSettings settings) {
        this.tracks = tracks;
        this.members = members;
        this.ids = ids;
        this.settings = settings;
    }

    Tracks tracks() {
        return tracks;
    }

    void settings(CursorSettings next) {
        settings = next;
    }

    CursorSettings settings() {
        return settings;
    }

    /** What is to be told or done of those that came to an end. */
    Endings endings() {
        return endings;
    }

    /** How many more may be read; about, for nobody knows how large they are. */
    int room() {
        return bytes >= MOST_BYTES ? 0 : MOST_HELD - entries.size();
    }

    int ready() {
        return ready.size();
    }

    int held() {
        return entries.size();
    }

    void read(Track track, Slice slice) {
        tracks.read(track, slice, this::add);
    }

    /** Takes what the track has come to. */
    void add(Track track, Publication publication) {
        if (!track.read(publication)) {
            return;
        }
        var offset = Objects.requireNonNull(publication.position()).offset();
        var key = settings.order().key(publication);
        var entry = new Entry(numbers++, track, publication, key, track.tried(offset));
        entries.put(entry.number(), entry);
        bytes += publication.size();
        if (lanes.enter(entry)) {
            enter(entry);
        }
    }

    /** Its turn has come: to be delivered, or to be buried if that was to be done when the process ended. */
    private void enter(Entry entry) {
        if (isExhausted(entry)) {
            die(entry);
        } else {
            ready.addLast(entry);
        }
    }

    /** Moves whenever there is something more for somebody. */
    long news() {
        return ready.news();
    }

    private boolean isExhausted(Entry entry) {
        return settings.maxDeliveries() > 0 && entry.attempts() >= settings.maxDeliveries();
    }

    private void die(Entry entry) {
        entry.become(Entry.State.DYING);
        endings.dies(entry);
    }

    /** What was to happen by itself until now happens. */
    void turnOver(long now) {
        for (var next = agenda.poll(now); next != null; next = agenda.poll(now)) {
            switch (next.state()) {
                case LEASED -> overdue(next, Objects.requireNonNull(next.holder()), now);
                case DYING -> endings.dies(next);
                default -> enter(next);
            }
        }
    }

    /** When something happens by itself; null for never. */
    @Nullable
    Long due() {
        return agenda.first();
    }

    /**
     * Gives a member what is ready; what has expired by now is settled instead.
     *
     * @param visibility how long it has it to itself; zero for as long as it is a member
     */
    List<Lease> lease(Member member, Most most, Duration visibility, Now now) {
        var picked = ready.pick(member, most, entry -> isOver(entry, member, now));
        picked.over().forEach(this::settle);
        var leases = new ArrayList<Lease>(picked.taken().size());
        picked.taken().forEach(entry -> leases.add(lease(entry, member, visibility, now)));
        return leases;
    }

    /** What has expired, or is for none of those who are there, is for nobody. */
    private boolean isOver(Entry entry, Member member, Now now) {
        if (entry.publication().hasExpired(now.wall())) {
            endings.expires(entry, member);
            return true;
        }
        return !member.wants(entry) && !members.isWanted(entry);
    }

    /** By the ticker and by the clock. */
    record Now(long ticks, Instant wall) {}

    private Lease lease(Entry entry, Member member, Duration visibility, Now now) {
        entry.lease(member);
        member.leases().add(entry);
        if (!visibility.isZero()) {
            agenda.put(entry, now.ticks() + visibility.toNanos());
        }
        return new Lease(ids.of(entry), entry.publication(), entry.attempts());
    }

    /** What is read and not settled, by its number. */
    @Nullable
    Entry entry(long number) {
        return entries.get(number);
    }

    boolean holds(Topic topic, Position at) {
        return entries.values().stream()
                .map(Entry::publication)
                .anyMatch(each -> at.equals(each.position()) && topic.equals(each.topic()));
    }

    /** Others may have it; the member may still settle it. */
    void lapse(Entry entry, Member holder) {
        if (holder.reader() != null) {
            entry.lapsed(holder);
            holder.lapsed();
        }
        fail(entry, null);
    }

    /** Whose reader still has it keeps it while there is nobody else. */
    private void overdue(Entry entry, Member holder, long now) {
        if (holder.reader() == null || members.isAttendedBeside(holder)) {
            lapse(entry, holder);
        } else {
            agenda.put(entry, now + settings.visibility().toNanos());
        }
    }

    /** Its holder has it for as long as it is a member. */
    void hold(Entry entry) {
        agenda.remove(entry);
    }

    /** What was taken for lost by a member may go to it as well. */
    void stir(Entry entry) {
        entry.lapsed(null);
        ready.stir();
    }

    /** Once, however it came about. */
    void settle(Entry entry) {
        if (entry.state() == Entry.State.DONE) {
            return;
        }
        if (entry.state() == Entry.State.READY) {
            ready.remove(entry);
        }
        withdraw(entry);
        entry.become(Entry.State.DONE);
        entries.remove(entry.number());
        bytes -= entry.publication().size();
        tracks.settle(entry);
        var next = lanes.leave(entry);
        if (next != null) {
            enter(next);
        }
    }

    private void withdraw(Entry entry) {
        agenda.remove(entry);
        var holder = entry.holder();
        if (holder != null) {
            holder.leases().remove(entry);
            entry.release();
        }
    }

    /**
     * It could not be dealt with now.
     *
     * @param again when it may be tried again, null for at once
     */
    void fail(Entry entry, @Nullable Long again) {
        withdraw(entry);
        tracks.failed(entry);
        if (again == null || isExhausted(entry)) {
            enter(entry);
        } else {
            entry.become(Entry.State.DELAYED);
            agenda.put(entry, again);
        }
    }

    /** A member has gone; what it had is the next that others get, in the order in which it got it. */
    void giveBack(Member member) {
        var held = new ArrayDeque<>(member.leases());
        while (!held.isEmpty()) {
            giveBack(held.removeLast());
        }
    }

    /** It is the next that others get. */
    void giveBack(Entry entry) {
        withdraw(entry);
        tracks.failed(entry);
        if (isExhausted(entry)) {
            die(entry);
        } else {
            ready.addFirst(entry);
        }
    }

    /** It could not be buried, and is to be later. */
    void buryLater(Entry entry, long at) {
        agenda.put(entry, at);
    }
}
