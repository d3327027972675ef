package io.trunkline.broker.cursor;

import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A group that reads some topics together: each publication is with one member at a time, until one has acknowledged it. It goes on where it was, whoever
 * its members are. Safe for many threads; what is under its lock is short and calls nobody.
 */
public final class Cursor {
    private static final Logger LOG = LoggerFactory.getLogger(Cursor.class);

    /** Read at once. */
    private static final int PAGE = 128;

    /** What failed is tried again after this. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final CursorId id;
    private final TopicFilter filter;
    private final CursorPorts ports;
    private final long begin;
    private final Tracks tracks = new Tracks();
    private final Members members = new Members(0);
    private final Pages pages = new Pages();
    private final Desk desk;
    private final Saving saving;
    private final Burial burial;
    private final Alarm alarm;
    private boolean unsaved;
    private boolean ended;

    Cursor(CursorId id, TopicFilter filter, CursorSettings settings, CursorPorts ports) {
        this.id = id;
        this.filter = filter;
        this.ports = ports;
        var time = ports.time();
        this.begin = time.ticker().getAsLong();
        this.desk = new Desk(tracks, new LeaseIds(time.random().nextLong()), settings);
        this.saving = new Saving(
                ports, new Saving.Target(id, filter.text()), () -> locked(tracks::takeChanged), this::unsaved);
        this.burial = new Burial(ports, id);
        this.alarm = new Alarm(time.scheduler(), this::now, this::ring);
    }

    public CursorId id() {
        return id;
    }

    public TopicFilter filter() {
        return filter;
    }

    /** Publications that were read and are not settled: with members, or waiting for one. */
    public int held() {
        return locked(desk::held);
    }

    /**
     * Takes in a member.
     *
     * @param window how many publications it may have at once
     * @param wake told, on any thread and at once, when there is something to take for it; once until it takes. Null for one who asks by himself
     * @throws io.trunkline.broker.refusal.Refused LIMIT_REACHED
     */
    public Member join(int window, @Nullable Runnable wake) {
        var member = new Member(this, window, wake);
        act(() -> members.add(member));
        return member;
    }

    /**
     * They are done with, by whatever lease they were given. A lease that has ended counts as long as nobody else has acknowledged its publication.
     *
     * @return how many were settled by this, once that is saved
     */
    public Mono<Integer> ack(Collection<String> leases) {
        return Mono.defer(() -> {
            int settled =
                    locked(() -> (int) leases.stream().filter(desk::settle).count());
            return (settled == 0 ? Mono.<Void>empty() : save()).thenReturn(settled);
        });
    }

    /**
     * It could not be dealt with now.
     *
     * @param after when it may be delivered again, zero for at once
     * @return false when the lease has ended, or is not known; once it is saved
     */
    public Mono<Boolean> retry(String lease, Duration after) {
        return Mono.defer(() -> {
            boolean known =
                    locked(() -> desk.retry(lease, after.isZero() ? null : Long.valueOf(now() + after.toNanos())));
            return (known ? save() : Mono.<Void>empty()).thenReturn(known);
        });
    }

    Mono<List<Lease>> take(Member member, int max, @Nullable Duration visibility) {
        return Mono.defer(() -> lacks(member, max) ? pages.read(this::page) : Mono.empty())
                .repeat(() -> lacks(member, max))
                .then(Mono.fromSupplier(() -> locked(() -> lease(member, max, visibility))))
                .doOnError(fault -> later(member));
    }

    private boolean lacks(Member member, int max) {
        return locked(() -> desk.ready() < Math.min(max, member.free()) && canRead());
    }

    private boolean canRead() {
        return !ended && desk.room() > 0 && tracks.next() != null;
    }

    private List<Lease> lease(Member member, int max, @Nullable Duration visibility) {
        member.asked();
        var most = Math.min(max, members.share(member, desk.ready()));
        var time = new Desk.Now(now(), ports.time().clock().instant());
        var leases =
                desk.lease(member, most, visibility == null ? desk.settings().visibility() : visibility, time);
        if (!leases.isEmpty()) {
            members.served(member);
        }
        return leases;
    }

    private void later(Member member) {
        synchronized (this) {
            member.asked();
        }
        alarm.set(now() + PAUSE.toNanos());
    }

    void leave(Member member) {
        var left = locked(() -> {
            var first = !member.isGone();
            member.go();
            members.remove(member, now());
            desk.giveBack(member);
            return first;
        });
        if (left) {
            ports.host().run(save().onErrorComplete());
        }
    }

    /** Reads on in one topic. */
    private synchronized Mono<Void> page() {
        var track = tracks.next();
        if (track == null) {
            return Mono.empty();
        }
        var retention = ports.host().retention(id.application(), track.topic());
        if (!retention.keepsHistory()) {
            tracks.nothing(track);
            return Mono.empty();
        }
        var limit = track.ask(Math.min(PAGE, desk.room()));
        return ports.log()
                .read(new Range(id.application(), track.topic(), retention, track.since(), limit))
                .defaultIfEmpty(Slice.NONE)
                .doOnNext(slice -> act(() -> desk.read(track, slice)))
                .then();
    }

    /** A publication that its filter matches is in the log. */
    void heard(Publication publication) {
        act(() -> {
            var direct = !members.isEmpty() && desk.ready() < PAGE && desk.room() > 0;
            var track = tracks.heard(publication, direct);
            if (track != null) {
                desk.add(track, publication);
            }
        });
    }

    void restore(Progress progress) {
        act(() -> tracks.restore(progress));
    }

    void begin(Topic topic, @Nullable Position after) {
        act(() -> tracks.begin(topic, after));
    }

    /** All topics that there were have begun. */
    void open() {
        act(tracks::open);
    }

    void settings(CursorSettings next) {
        act(() -> desk.settings(next));
    }

    /** Whether it has had no member for as long as it may. */
    boolean isOver() {
        return locked(() -> members.isEmpty()
                && now() - members.emptySince() > desk.settings().linger().toNanos());
    }

    /** Nothing is taken from it any more. */
    void end() {
        act(() -> {
            ended = true;
            members.all().forEach(Member::go);
        });
        alarm.end();
    }

    /** The same, and it is not saved any more either. */
    void forget() {
        saving.end();
        end();
    }

    private void unsaved(List<Progress> lost) {
        act(() -> {
            tracks.unsaved(lost);
            unsaved = true;
        });
        alarm.set(now() + PAUSE.toNanos());
    }

    private void ring() {
        boolean again = locked(() -> {
            var was = unsaved;
            unsaved = false;
            return was;
        });
        if (again) {
            ports.host().run(save().onErrorComplete());
        }
    }

    /** Nanoseconds since it began. */
    private long now() {
        return ports.time().ticker().getAsLong() - begin;
    }

    private void act(Runnable change) {
        locked(() -> {
            change.run();
            return true;
        });
    }

    /** Does something to its state, and then, outside of the lock, what follows from it. */
    private <T> T locked(Supplier<T> change) {
        var after = new ArrayList<Runnable>();
        T result;
        synchronized (this) {
            desk.turnOver(now());
            result = change.get();
            follow(after);
        }
        after.forEach(Runnable::run);
        return result;
    }

    private void follow(List<Runnable> after) {
        desk.takeDying().forEach(entry -> after.add(() -> ports.host().run(bury(entry))));
        desk.takeExpired().forEach(lost -> after.add(() -> burial.lost(lost, Reason.EXPIRED)));
        var available = desk.ready() > 0 ? desk.ready() : canRead() ? 1 : 0;
        after.addAll(members.wakes(available));
        var due = desk.due();
        if (due != null && !ended) {
            alarm.set(due);
        }
    }

    /** What was delivered too often leaves, to its topic or for good. */
    private Mono<Void> bury(Entry entry) {
        return burial.bury(entry, desk.settings().deadLetter())
                .then(Mono.fromRunnable(() -> act(() -> desk.settle(entry))))
                .then(Mono.defer(this::save))
                .onErrorResume(fault -> {
                    LOG.warn("not buried application={} cause={}", id.application(), fault.toString());
                    act(() -> desk.buryLater(entry, now() + PAUSE.toNanos()));
                    return Mono.empty();
                });
    }

    /** Completes when all that has changed, and that it is still there, is saved. */
    Mono<Void> save() {
        return saving.save();
    }
}
