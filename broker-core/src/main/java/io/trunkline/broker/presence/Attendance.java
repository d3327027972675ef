package io.trunkline.broker.presence;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One client's being there, in the order in which backends hear of it: that it came, what it says, that it went. Lock-free; whoever ends the last thing that
 * was under way when it went tells of its going.
 */
public final class Attendance {
    private static final int GONE = 1;

    private static final int ONE = 2;

    private final Announcements announcements;
    private final Principal client;

    /** How many things are under way, times {@link #ONE}, and {@link #GONE}. */
    private final AtomicInteger state = new AtomicInteger(ONE);

    private @Nullable Principal announced;

    Attendance(Announcements announcements, Principal client) {
        this.announcements = announcements;
        this.client = client;
    }

    /** Tells that it came, on the calling thread; what it says is told after that. Called once, and before the client can say or hear anything. */
    public void came() {
        try {
            announced = announcements.came(client);
        } finally {
            end();
        }
    }

    /** What it says, from beginning to end; {@link Refused} once it is gone. */
    public <T> Mono<T> during(Supplier<Mono<T>> saying) {
        if (!begin()) {
            return Mono.error(new Refused(Reason.TERMINATED));
        }
        return Mono.defer(saying).doFinally(signal -> end());
    }

    /** It is gone: tells so, at once or when what it says has been said. */
    public void left() {
        var before = state.getAndUpdate(now -> now | GONE);
        if (before == 0) {
            went();
        }
    }

    private boolean begin() {
        return (state.getAndUpdate(now -> (now & GONE) == 0 ? now + ONE : now) & GONE) == 0;
    }

    private void end() {
        if (state.addAndGet(-ONE) == GONE) {
            went();
        }
    }

    private void went() {
        var told = announced;
        if (told != null) {
            announcements.went(told);
        }
    }
}
