package io.trunkline.broker;

import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The idempotency keys that one application used of late, the oldest first; bounded in what they occupy. */
final class KeyWindow {
    /** What a key costs beside its characters and those of its topic: the claim, its receipt, the entry. */
    private static final int OVERHEAD = 400;

    private final LongSupplier ticker;
    private final KeyRoom room;
    private final Map<Key, Claim> claims = new LinkedHashMap<>();
    private long occupied;
    /** As long as the application wants it now, also for keys that were used before it wanted so. */
    private long nanos;

    private boolean closed;

    record Key(String topic, IdempotencyKey key) {
        int size() {
            return topic.length() + key.name().length() + OVERHEAD;
        }
    }

    /** What a publish of an earlier process was, and what it was answered. */
    record Earlier(Fingerprint message, Receipt receipt) {}

    /** A publish under a key: running, or done with this receipt. */
    private static final class Claim {
        private final Fingerprint message;
        private final long madeAt;
        private @Nullable Mono<Receipt> running;
        private @Nullable Receipt done;

        Claim(Fingerprint message, long madeAt) {
            this.message = message;
            this.madeAt = madeAt;
        }
    }

    /** The publish that was waited for has failed: whoever waited may try. */
    static final class Freed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Freed(Throwable cause) {
            super("the first publish failed", cause, false, false);
        }
    }

    KeyWindow(LongSupplier ticker, KeyRoom room) {
        this.ticker = ticker;
        this.room = room;
    }

    /**
     * The publish itself where the key is free, else the receipt of the one that took it, as a repeat, or {@link Freed}. Once begun, a publish goes on though
     * nobody waits for it any more: else nobody would know whether it took place.
     *
     * @param length how long keys are known, from now on
     * @return null when the window is closed, and another has to be opened
     * @throws Refused KEY_REUSED for another message than that of the key, LIMIT_REACHED or OVERLOADED when there is no room to remember one more
     */
    synchronized @Nullable Mono<Receipt> claim(Key key, Fingerprint message, Duration length, Mono<Receipt> publish) {
        if (closed) {
            return null;
        }
        nanos = length.toNanos();
        var now = ticker.getAsLong();
        expire(now);
        var there = claims.get(key);
        if (there != null && now - there.madeAt < nanos) {
            return repeat(there, message);
        }
        forget(key);
        take(key);
        var claim = new Claim(message, now);
        var running = publish.doOnNext(receipt -> settle(claim, receipt))
                .doOnError(fault -> free(key, claim))
                .cache();
        claim.running = running;
        claims.put(key, claim);
        return running;
    }

    /**
     * Takes a key as used by a publish of an earlier process, unless it is known already.
     *
     * @param ago how long ago that was; when it is over it is not taken
     * @param length how long keys are known, from now on
     * @return false when the window is closed, and another has to be opened
     * @throws Refused as above
     */
    synchronized boolean remember(Key key, Earlier earlier, Duration ago, Duration length) {
        if (closed) {
            return false;
        }
        nanos = length.toNanos();
        if (ago.compareTo(length) < 0 && !claims.containsKey(key)) {
            take(key);
            var claim = new Claim(earlier.message(), ticker.getAsLong() - ago.toNanos());
            claim.done = earlier.receipt();
            claims.put(key, claim);
        }
        return true;
    }

    private void take(Key key) {
        room.take(key.size(), occupied);
        occupied += key.size();
    }

    /** What is remembered stands behind what is younger, and may be found when it is over. */
    private void forget(Key key) {
        if (claims.remove(key) != null) {
            give(key);
        }
    }

    private static Mono<Receipt> repeat(Claim claim, Fingerprint message) {
        if (!claim.message.equals(message)) {
            throw new Refused(Reason.KEY_REUSED);
        }
        var done = claim.done;
        var running = claim.running;
        return done != null || running == null
                ? Mono.justOrEmpty(done).map(Receipt::asRepeat)
                : running.map(Receipt::asRepeat).onErrorMap(Freed::new);
    }

    /** The message itself need not be remembered. */
    private synchronized void settle(Claim claim, Receipt receipt) {
        claim.done = receipt;
        claim.running = null;
    }

    private synchronized void free(Key key, Claim claim) {
        if (claims.remove(key, claim)) {
            give(key);
        }
    }

    private void give(Key key) {
        occupied -= key.size();
        room.give(key.size());
    }

    private void expire(long now) {
        var oldest = claims.entrySet().iterator();
        while (oldest.hasNext()) {
            var next = oldest.next();
            if (now - next.getValue().madeAt < nanos) {
                return;
            }
            give(next.getKey());
            oldest.remove();
        }
    }

    /** Closes if nothing is left of it; true when it is closed. */
    synchronized boolean closeIfOver() {
        expire(ticker.getAsLong());
        closed = closed || claims.isEmpty();
        return closed;
    }

    /** Forgets all keys. */
    synchronized void close() {
        closed = true;
        claims.keySet().forEach(this::give);
        claims.clear();
    }
}
