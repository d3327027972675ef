package io.trunkline.broker;

import io.trunkline.broker.cursor.Cursor;
import io.trunkline.broker.cursor.CursorId;
import io.trunkline.broker.cursor.CursorSettings;
import io.trunkline.broker.cursor.Lease;
import io.trunkline.broker.cursor.Member;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Brings one subscription what a cursor has for it: as much as its reader has room for, while the reader is there. A publication is the reader's until it is
 * settled; it goes back to the cursor when the subscription ends.
 */
final class Feed {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    /** How long a member of a group has one to itself. */
    private static final Duration VISIBILITY = Duration.ofSeconds(30);

    /** Taken in one go: less than half of what may wait for the most cautious of readers. */
    private static final int CHUNK_BYTES = 8 << 10;

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final CursorId id;
    private final LineConnection line;
    private final Feeding feeding;
    private final Mono<Void> opening;
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile Subscription subscription;
    private volatile @Nullable Member member;
    private volatile @Nullable Cursor cursor;
    private volatile int window;
    private volatile boolean full;
    private boolean ended;

    /** @param start where a new cursor begins */
    Feed(CursorId id, Subscription subscription, LineConnection line, Feeding feeding, Since start) {
        this.id = id;
        this.subscription = subscription;
        this.line = line;
        this.feeding = feeding;
        this.opening = Mono.defer(() -> feeding.cursors().open(id, subscription.filter(), settings(), start))
                .doOnNext(this::attend)
                .then()
                .cache();
    }

    private CursorSettings settings() {
        return CursorSettings.DEFAULT.withVisibility(isShared() ? VISIBILITY : Duration.ZERO);
    }

    CursorId id() {
        return id;
    }

    private boolean isShared() {
        return subscription.options().group() != null;
    }

    /** Completes when nothing that is published from now on is missed; fails with Refused when there is no cursor to be had. */
    Mono<Void> opening() {
        return opening;
    }

    /** The same subscription with other options. */
    void renew(Subscription next) {
        subscription = next;
    }

    private void attend(Cursor opened) {
        cursor = opened;
        var made = opened.attend(new Member.Reader(line.id(), this::wants), this::wake);
        synchronized (this) {
            member = made;
            if (ended) {
                made.leave();
                return;
            }
        }
        wake();
    }

    /** There is something to take, or may be. */
    private void wake() {
        if (wakes.getAndIncrement() == 0) {
            feeding.run(Mono.defer(this::round)
                    .repeat(() -> wakes.decrementAndGet() > 0)
                    .then());
        }
    }

    /** Who cannot take anything now leaves it to others, and is no member as long as that is so. */
    private Mono<Void> round() {
        var taking = member;
        if (taking == null) {
            return Mono.empty();
        }
        if (full || !line.outbox().isReady()) {
            resize(taking, 0);
        }
        var appetite = line.outbox().appetite();
        return (full ? feeding.pause(PAUSE).then(appetite) : appetite)
                .then(Mono.defer(() -> take(taking)))
                .doOnNext(leases -> offer(taking, leases))
                .then()
                .onErrorResume(this::failed);
    }

    private Mono<List<Lease>> take(Member taking) {
        full = false;
        var most = line.outbox().window();
        resize(taking, most);
        return taking.take(most, CHUNK_BYTES);
    }

    /** Whether its reader alone is to have it, and has not. */
    boolean waits(Topic topic, Position at) {
        var reading = cursor;
        return reading != null && !isShared() && reading.filter().matches(topic) && !reading.hasSettled(topic, at);
    }

    /** Its reader has gone away while it may have been waited for. */
    void away() {
        var waiting = member;
        if (waiting != null) {
            resize(waiting, 0);
            wake();
        }
    }

    private synchronized void resize(Member taking, int next) {
        if (window != next) {
            window = next;
            taking.resize(next);
        }
    }

    /** The cursor tells again when there is a point in asking. */
    private Mono<Void> failed(Throwable fault) {
        LOG.warn("nothing taken from cursor connection={} cause={}", line.id(), fault.toString());
        return Mono.empty();
    }

    private void offer(Member taking, List<Lease> leases) {
        for (var i = 0; i < leases.size(); i++) {
            if (!line.outbox().isPresent() || !offer(taking, leases.get(i))) {
                full = true;
                resize(taking, 0);
                giveBack(taking, leases.subList(i, leases.size()));
                wake();
                return;
            }
        }
    }

    /** The last first, as each goes before all others. */
    private static void giveBack(Member taking, List<Lease> leases) {
        for (var i = leases.size() - 1; i >= 0; i--) {
            taking.giveBack(leases.get(i).id());
        }
    }

    /** False when there is no room for it. */
    private boolean offer(Member taking, Lease lease) {
        var to = subscription;
        var delivery = Delivery.lent(lease.publication(), to, new Loan(taking, lease.id(), isShared()));
        if (line.outbox().offer(delivery) == Offer.DROPPED) {
            return false;
        }
        var group = to.options().group();
        if (group != null) {
            feeding.ports().listener().chosen(lease.publication(), line.id(), group);
        }
        if (delivery.qos() == 2) {
            taking.hold(lease.id());
        }
        return true;
    }

    private boolean wants(Publication publication) {
        return subscription.wants(publication);
    }

    /** @param forGood whether a cursor that is the reader's own has nobody to go on for */
    void end(boolean forGood) {
        Member leaving;
        synchronized (this) {
            ended = true;
            leaving = member;
        }
        if (forGood && !isShared()) {
            feeding.run(feeding.cursors().delete(id));
        } else if (leaving != null) {
            leaving.leave();
        }
    }
}
