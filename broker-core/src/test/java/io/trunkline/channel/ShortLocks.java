package io.trunkline.channel;

import java.util.concurrent.LinkedBlockingQueue;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Locks that an event loop may wait for: Netty's own allocator takes one now and then, which is not ours to mend; and what a test's client hears is put into
 * a queue. A wait that is refused within a lock leaves it taken for good.
 */
public final class ShortLocks implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate")
                .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "reallocate")
                .allowBlockingCallsInside(LinkedBlockingQueue.class.getName(), "offer");
    }
}
