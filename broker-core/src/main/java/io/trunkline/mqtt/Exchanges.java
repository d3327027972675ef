package io.trunkline.mqtt;

import io.trunkline.broker.refusal.Refused;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The QoS 2 publishes of one session between their PUBLISH and their PUBREL, whichever of its lines they come by. The line that brought one may be gone when
 * the core has its answer. From any thread.
 */
final class Exchanges {
    private static final Mono<Verdict> YES = Mono.just(Verdict.of(Codes.SUCCESS));

    /** Before the core, which has not said yet whether it takes them. */
    private final Map<Integer, Sinks.One<Verdict>> pending = new ConcurrentHashMap<>();
    /** These alone are put down: another one, if it comes again, has to be published. */
    private final Set<Integer> taken = ConcurrentHashMap.newKeySet();

    /** They were taken before the process began. */
    void restore(Set<Integer> packetIds) {
        taken.addAll(packetIds);
    }

    /** Begins one, and is null then; or what was said of the one that came before, or will be: it fails with Refused when that is not taken. */
    @Nullable
    Mono<Verdict> begin(int packetId) {
        var before = pending.putIfAbsent(packetId, Sinks.one());
        if (before != null) {
            return before.asMono();
        }
        if (!taken.contains(packetId)) {
            return null;
        }
        pending.remove(packetId);
        return YES;
    }

    /** In this order: at no moment is it unknown. */
    void accepted(int packetId, Verdict verdict) {
        taken.add(packetId);
        var asked = pending.remove(packetId);
        if (asked != null) {
            asked.tryEmitValue(verdict);
        }
    }

    /** What was not taken is not to be taken for a repetition when it comes again. */
    void refused(int packetId, Refused no) {
        var asked = pending.remove(packetId);
        if (asked != null) {
            asked.tryEmitError(no);
        }
    }

    /** Its PUBREL has come; false when there was nothing to release, or not yet. */
    boolean release(int packetId) {
        return taken.remove(packetId);
    }

    /** Ids of those that are taken, and not released. */
    Set<Integer> taken() {
        return Set.copyOf(taken);
    }
}
