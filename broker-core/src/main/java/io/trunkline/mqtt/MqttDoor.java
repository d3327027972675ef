package io.trunkline.mqtt;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MQTT door: listeners whose clients are connections of one broker. */
public final class MqttDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MqttDoor.class);
    private static final int BACKLOG = 1024;
    private static final long GOODBYE_MILLIS = 2000;

    private final MqttLimits limits;
    private final MqttLoops loops;
    private final Supplier<String> ids;
    private final Sessions sessions;
    private final Arrivals arrivals;
    private final ChannelGroup listeners = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /** @param ids makes client ids, unique and not to be guessed, for those who come without one */
    public MqttDoor(MqttPorts ports, MqttLimits limits, MqttLoops loops, Supplier<String> ids) {
        this.limits = limits;
        this.loops = loops;
        this.ids = ids;
        this.sessions = new Sessions(ports, limits, loops);
        this.arrivals = new Arrivals(limits.arrivals());
    }

    /**
     * Has the sessions back that outlived the process before this one; called once, before anybody comes in. Blocks until they are there, or until it has
     * taken too long: then they come when they can be read, but for those that have begun anew meanwhile.
     */
    public void restore(Duration patience) {
        var back = new CountDownLatch(1);
        sessions.restore(back::countDown);
        try {
            if (!back.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("event=mqtt-sessions-late cause=\"opening without them\"");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Opens a listener; blocks until it is bound.
     *
     * @return the port it is bound to
     */
    public int open(MqttListener listener, MqttDialect dialect, ListenerMeter meter) {
        var entrance = new Entrance(listener.name(), dialect, limits, sessions, ids, meter);
        var bound = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                .childHandler(new MqttPipeline(entrance, listener, arrivals, clients))
                .bind(listener.host(), listener.port())
                .syncUninterruptibly()
                .channel();
        listeners.add(bound);
        return portOf(bound);
    }

    /**
     * A way in for WebSockets that somebody else has accepted and upgraded, on one of the door's loops.
     *
     * @param name of the listener, as it stands in metrics and login attempts
     */
    public MqttInlet inlet(String name, MqttDialect dialect, ListenerMeter meter) {
        var entrance = new Entrance(name, dialect, limits, sessions, ids, meter);
        return new MqttInlet(entrance, arrivals, clients, waterMark());
    }

    private static int portOf(Channel bound) {
        return ((InetSocketAddress) bound.localAddress()).getPort();
    }

    /**
     * The engine drops, without a word, what it writes to a channel that is not writable. So a channel is writable up to all that the engine may write: a
     * full window of the largest packets; who is slow is decided by us, well below that.
     */
    private WriteBufferWaterMark waterMark() {
        var high = limits.unsentBytes() + (long) MqttProfile.MOST_IN_WINDOW * limits.packetBytes();
        var most = (int) Math.min(high, Integer.MAX_VALUE);
        return new WriteBufferWaterMark(most / 2, most);
    }

    /** Stops listening, says goodbye to every client, ends every session or has it kept for the next process; blocks until it is done. */
    @Override
    public void close() {
        listeners.close().syncUninterruptibly();
        sessions.end();
        clients.newCloseFuture().awaitUninterruptibly(GOODBYE_MILLIS);
        clients.close().awaitUninterruptibly(GOODBYE_MILLIS);
        sessions.close();
    }
}
