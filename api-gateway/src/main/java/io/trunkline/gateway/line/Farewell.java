package io.trunkline.gateway.line;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/**
 * The time between our last word and the end of the socket: the peer is waited for until it has answered or all is written, or until it has taken no more of
 * what was written before.
 */
@SuppressWarnings("FutureReturnValueIgnored") // ends with the channel
public final class Farewell implements Runnable {
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

    /**
     * Closes the channel in the end.
     *
     * @param millis how long a peer may do nothing
     */
    public static void begin(Channel channel, long millis) {
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
