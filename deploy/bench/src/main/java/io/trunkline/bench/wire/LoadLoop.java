package io.trunkline.bench.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one event loop that carries every line of the load generator. */
public final class LoadLoop implements AutoCloseable {
    private static final int OPENING_AT_ONCE = 128;
    private static final int LINES_PER_ADDRESS = 4_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Class<? extends SocketChannel> channelType =
            Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, transport());
    private final EventLoop loop = (EventLoop) group.next();
    private final long threadId = loop.submit(() -> Thread.currentThread().getId())
            .syncUninterruptibly()
            .getNow();

    /** The loop itself, to run what a load does. */
    public EventLoop loop() {
        return loop;
    }

    /** Processor time that the loop has used so far. */
    public Duration busy() {
        return Duration.ofNanos(ManagementFactory.getThreadMXBean().getThreadCpuTime(threadId));
    }

    /** Opens {@code lines} to a loopback {@code port}, some at a time, and returns when all are ready. */
    public void open(int port, List<? extends Line> lines) throws Exception {
        var opening = new Semaphore(OPENING_AT_ONCE);
        var remote = Loopback.port(port);
        for (int i = 0; i < lines.size(); i++) {
            if (!opening.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException("line " + i + " waits for the server for too long");
            }
            Line line = lines.get(i);
            var unused = line.ready().whenComplete((ready, failure) -> opening.release());
            connect(line, remote, i);
        }
        for (Line line : lines) {
            line.ready().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Many lines leave from several loopback addresses, because one has fewer ports than they may need. */
    private void connect(Line line, InetSocketAddress remote, int number) {
        var bootstrap = new Bootstrap()
                .group(loop)
                .channel(channelType)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .handler(line);
        var local = new InetSocketAddress(Loopback.address(1 + number / LINES_PER_ADDRESS), 0);
        bootstrap.connect(remote, local).addListener(done -> {
            if (!done.isSuccess()) {
                line.ready().completeExceptionally(done.cause());
            }
        });
    }

    private static IoHandlerFactory transport() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }
}
