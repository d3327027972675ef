package io.trunkline.gateway.realtime;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/**
 * The time between our close frame and the end of the socket: the peer is waited for until it has answered, or has neither answered nor taken any more of what
 * was written before it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // ends with the channel
final class Farewell implements Runnable {
    /** However slowly the peer reads, in periods of waiting. */
    private static final int MOST = 15;

    private final Channel channel;
    private final long millis;
    private long unread = Long.MAX_VALUE;
    private int waited;

    private Farewell(Channel channel, long millis) {
        this.channel = channel;
        this.millis = millis;
    }

    /** @param millis how long a peer may do nothing */
    static void begin(Channel channel, long millis) {
        new Farewell(channel, millis).await();
    }

    private void await() {
        var overdue = channel.eventLoop().schedule(this, millis, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> overdue.cancel(false));
    }

    @Override
    public void run() {
        var left = channel.bytesBeforeWritable();
        waited++;
        var lastPeriod = left == 0 && unread == Long.MAX_VALUE;
        if (left < unread && !lastPeriod && waited < MOST) {
            unread = left;
            await();
        } else {
            channel.close();
        }
    }
}
