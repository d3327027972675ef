package io.trunkline.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShortLocksTest {
    private static final int MANY = 200_000;

    /** The build once hung here: an event loop was refused its wait for the queue's lock, and the lock was never free again. */
    @Test
    void aClientsQueueOutlivesContention() throws Exception {
        var loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        var heard = new LinkedBlockingQueue<Integer>();
        for (var loop : loops) {
            loop.execute(() -> {
                for (var i = 0; i < MANY; i++) {
                    heard.add(i);
                }
            });
        }

        for (var i = 0; i < 2 * MANY; i++) {
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isNotNull();
        }

        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
