package io.trunkline.broker.cursor;

import io.trunkline.broker.history.Slice;
import io.trunkline.broker.message.Publication;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
    private final Deque<Entry> ready = new ArrayDeque<>();
    private final Lanes lanes = new Lanes();
    private final Agenda agenda = new Agenda();
    private final Tracks tracks;
    private final LeaseIds ids;
    private List<Entry> dying = new ArrayList<>();
    private List<Publication> expired = new ArrayList<>();
    private volatile CursorSettings settings;
    private long numbers;
    private long bytes;

    Desk(Tracks tracks, LeaseIds ids, CursorSettings settings) {
        this.tracks = tracks;
        this.ids = ids;
        this.settings = settings;
    }

    void settings(CursorSettings next) {
        settings = next;
    }

    CursorSettings settings() {
        return settings;
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
            entry.become(Entry.State.READY);
            ready.addLast(entry);
        }
    }

    private boolean isExhausted(Entry entry) {
        return settings.maxDeliveries() > 0 && entry.attempts() >= settings.maxDeliveries();
    }

    private void die(Entry entry) {
        entry.become(Entry.State.DYING);
        dying.add(entry);
    }

    /** What was to happen by itself until now happens. */
    void turnOver(long now) {
        for (var next = agenda.poll(now); next != null; next = agenda.poll(now)) {
            switch (next.state()) {
                case LEASED -> fail(next, null);
                case DYING -> dying.add(next);
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
    List<Lease> lease(Member member, int most, Duration visibility, Now now) {
        var leases = new ArrayList<Lease>();
        while (leases.size() < most && !ready.isEmpty()) {
            var entry = ready.removeFirst();
            if (entry.publication().hasExpired(now.wall())) {
                expired.add(entry.publication());
                settle(entry);
            } else {
                leases.add(lease(entry, member, visibility, now));
            }
        }
        return leases;
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

    /** It is done with; also by the id of a lease that has ended. False when that is settled, being buried, or not known. */
    boolean settle(String lease) {
        var entry = named(lease);
        if (entry == null || entry.state() == Entry.State.DYING) {
            return false;
        }
        settle(entry);
        return true;
    }

    /** What a lease was or is of, if that is not settled. */
    private @Nullable Entry named(String lease) {
        var named = ids.parse(lease);
        var entry = named == null ? null : entries.get(named.number());
        return named == null || entry == null || named.attempt() > entry.attempts() ? null : entry;
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
     * A member gives up for now.
     *
     * @param again when it may be tried again, null for at once
     * @return false when this lease has ended
     */
    boolean retry(String lease, @Nullable Long again) {
        var entry = named(lease);
        if (entry == null
                || entry.state() != Entry.State.LEASED
                || !ids.of(entry).equals(lease)) {
            return false;
        }
        fail(entry, again);
        return true;
    }

    private void fail(Entry entry, @Nullable Long again) {
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
            var entry = held.removeLast();
            withdraw(entry);
            tracks.failed(entry);
            if (isExhausted(entry)) {
                die(entry);
            } else {
                entry.become(Entry.State.READY);
                ready.addFirst(entry);
            }
        }
    }

    /** What is to be buried now. */
    List<Entry> takeDying() {
        var taken = dying;
        dying = taken.isEmpty() ? taken : new ArrayList<>();
        return taken;
    }

    /** It could not be buried, and is to be later. */
    void buryLater(Entry entry, long at) {
        agenda.put(entry, at);
    }

    /** What had expired when its turn came. */
    List<Publication> takeExpired() {
        var taken = expired;
        expired = taken.isEmpty() ? taken : new ArrayList<>();
        return taken;
    }
}
