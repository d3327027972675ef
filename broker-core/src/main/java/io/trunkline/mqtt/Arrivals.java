package io.trunkline.mqtt;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Those who have come and have not logged in yet: a bounded number, and of each address a bounded number. */
final class Arrivals {
    private static final int NETWORK_OCTETS = 8;

    private final ArrivalLimits limits;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<ByteBuffer, Integer> ofNetwork = new ConcurrentHashMap<>();

    Arrivals(ArrivalLimits limits) {
        this.limits = limits;
    }

    /** A place for one whose address is not known yet; null when all are taken. */
    @Nullable
    Place take() {
        if (waiting.incrementAndGet() > limits.waiting()) {
            waiting.decrementAndGet();
            return null;
        }
        return new Place();
    }

    int waiting() {
        return waiting.get();
    }

    int networks() {
        return ofNetwork.size();
    }

    private boolean enter(ByteBuffer network) {
        var entered = new boolean[1];
        ofNetwork.compute(network, (same, there) -> {
            var before = there == null ? 0 : there;
            entered[0] = before < limits.waitingOfAddress();
            return entered[0] ? before + 1 : before;
        });
        return entered[0];
    }

    private void leave(ByteBuffer network) {
        ofNetwork.computeIfPresent(network, (same, there) -> there == 1 ? null : there - 1);
    }

    /** One that waits. Used on its channel's loop only. */
    final class Place {
        private @Nullable ByteBuffer network;
        private boolean left;

        /** It comes from here; false when too many do. */
        boolean of(InetAddress address) {
            var octets = address.getAddress();
            var from = ByteBuffer.wrap(Arrays.copyOf(octets, Math.min(octets.length, NETWORK_OCTETS)));
            if (left || !enter(from)) {
                return false;
            }
            network = from;
            return true;
        }

        /** It waits no more, whatever became of it. */
        void leave() {
            if (left) {
                return;
            }
            left = true;
            waiting.decrementAndGet();
            if (network != null) {
                Arrivals.this.leave(network);
            }
        }
    }
}
