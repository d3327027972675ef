package io.trunkline.broker;

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
    /** Characters of keys and topics, and what each costs beside. */
    private static final long MOST = 8L << 20;

    private static final int OVERHEAD = 128;

    private final long nanos;
    private final LongSupplier ticker;
    private final Map<Key, Claim> claims = new LinkedHashMap<>();
    private long occupied;

    record Key(String topic, String key) {
        int size() {
            return topic.length() + key.length() + OVERHEAD;
        }
    }

    /** A publish under a key: running, or done with this receipt. */
    private static final class Claim {
        private final long madeAt;
        private @Nullable Mono<Receipt> running;
        private @Nullable Receipt done;

        Claim(long madeAt) {
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

    KeyWindow(Duration length, LongSupplier ticker) {
        this.nanos = length.toNanos();
        this.ticker = ticker;
    }

    /**
     * The publish itself where the key is free, else the receipt of the one that took it, as a repeat, or {@link Freed}. Once begun, a publish goes on though
     * nobody waits for it any more: else nobody would know whether it took place.
     *
     * @throws Refused LIMIT_REACHED when there is no room to remember one more
     */
    synchronized Mono<Receipt> claim(Key key, Mono<Receipt> publish) {
        var now = ticker.getAsLong();
        expire(now);
        var there = claims.get(key);
        if (there != null) {
            return repeat(there);
        }
        if (occupied + key.size() > MOST) {
            throw new Refused(Reason.LIMIT_REACHED, "too many idempotency keys in a short time");
        }
        var claim = new Claim(now);
        var running = publish.doOnNext(receipt -> settle(claim, receipt))
                .doOnError(fault -> free(key, claim))
                .cache();
        claim.running = running;
        claims.put(key, claim);
        occupied += key.size();
        return running;
    }

    private static Mono<Receipt> repeat(Claim claim) {
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
            occupied -= key.size();
        }
    }

    private void expire(long now) {
        var oldest = claims.entrySet().iterator();
        while (oldest.hasNext()) {
            var next = oldest.next();
            if (now - next.getValue().madeAt < nanos) {
                return;
            }
            occupied -= next.getKey().size();
            oldest.remove();
        }
    }
}
