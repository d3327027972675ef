package io.trunkline.broker.cursor;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
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

    /** What failed is tried again after this. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final CursorId id;
    private final TopicFilter filter;
    private final CursorPorts ports;
    private final long begin;
    private final Tracks tracks;
    private final Members members = new Members(0);
    private final Desk desk;
    private final Lending lending;
    private final Reading reading;
    private final Saving saving;
    private final Burial burial;
    private final Aftermath aftermath;
    private final Alarm alarm;
    private boolean ended;

    Cursor(CursorId id, TopicFilter filter, CursorSettings settings, CursorPorts ports, TopicRoom room) {
        this.id = id;
        this.filter = filter;
        this.ports = ports;
        this.tracks = new Tracks(room);
        var time = ports.time();
        this.begin = time.ticker().getAsLong();
        var ids = new LeaseIds(time.random().nextLong());
        this.desk = new Desk(tracks, members, ids, settings);
        this.lending = new Lending(desk, ids);
        this.reading = new Reading(id, ports, desk, this, this::act);
        this.saving = new Saving(
                ports,
                new Saving.Target(id, filter.text()),
                () -> locked(tracks::takeChanged),
                lost -> act(() -> tracks.unsaved(lost)));
        this.burial = new Burial(ports, id);
        this.aftermath =
                new Aftermath(id, desk, members, burial, entry -> ports.host().run(bury(entry)));
        this.alarm = new Alarm(time.scheduler(), this::now, () -> act(() -> {}));
    }

    public CursorId id() {
        return id;
    }

    public TopicFilter filter() {
        return filter;
    }

    /** Whether it is done with this place of a topic's log. */
    public boolean hasSettled(Topic topic, Position at) {
        return locked(() -> tracks.hasSettled(topic, at) && !desk.holds(topic, at));
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
        return join(new Member(this, window, wake, null));
    }

    /**
     * The same, for a reader that says of each publication when it has it no more: until then it takes its place, whether or not the lease has ended. Takes none
     * before it is given a window.
     */
    public Member attend(Member.Reader reader, Runnable wake) {
        return join(new Member(this, 0, wake, reader));
    }

    private Member join(Member member) {
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
                    locked(() -> (int) leases.stream().filter(lending::settle).count());
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
                    locked(() -> lending.retry(lease, after.isZero() ? null : Long.valueOf(now() + after.toNanos())));
            return (known ? save() : Mono.<Void>empty()).thenReturn(known);
        });
    }

    Mono<List<Lease>> take(Member member, Most most, @Nullable Duration visibility) {
        return Mono.defer(() -> lacks(member, most) ? reading.on() : Mono.empty())
                .repeat(() -> lacks(member, most))
                .then(Mono.fromSupplier(() -> locked(() -> lease(member, most, visibility))))
                .doOnError(fault -> later(member));
    }

    /** What is there may not be for this member. */
    private boolean lacks(Member member, Most most) {
        return locked(() -> {
            var room = Math.min(most.count(), member.free());
            return room > 0 && canRead() && (desk.ready() < room || !member.isCurious(desk.news()));
        });
    }

    private boolean canRead() {
        return !ended && reading.goesOn();
    }

    private List<Lease> lease(Member member, Most asked, @Nullable Duration visibility) {
        member.asked();
        var most = new Most(Math.min(asked.count(), members.share(member, desk.ready())), asked.bytes());
        var time = new Desk.Now(now(), ports.time().clock().instant());
        var leases =
                desk.lease(member, most, visibility == null ? desk.settings().visibility() : visibility, time);
        if (!leases.isEmpty()) {
            members.served(member);
        } else if (most.count() > 0 && desk.ready() > 0) {
            member.disappointed(desk.news());
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

    void change(Consumer<Lending> doing) {
        act(() -> doing.accept(lending));
    }

    /** What a member that has left says of its leases is of no matter. */
    void settle(Member member, String lease) {
        if (locked(() -> !member.isGone() && lending.settle(member, lease))) {
            saving.soon();
        }
    }

    /** A publication that its filter matches is in the log. */
    void heard(Publication publication) {
        act(() -> {
            if (!tracks.admits(publication.topic())) {
                desk.endings().crowdedOut(publication);
                return;
            }
            var track = tracks.heard(publication, members.isAttended(), desk.room() > 0);
            if (track != null) {
                desk.add(track, publication);
            }
        });
    }

    /** Says where its topics begin. */
    void place(Consumer<Tracks> doing) {
        act(() -> doing.accept(tracks));
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
            tracks.end();
            members.all().forEach(Member::go);
        });
        alarm.end();
        saving.rest();
    }

    /** The same, and it is not saved any more either; completes when no save is under way. */
    Mono<Void> forget() {
        end();
        return saving.end();
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
        aftermath.add(canRead(), after);
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
