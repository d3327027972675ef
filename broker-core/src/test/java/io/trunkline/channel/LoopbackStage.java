package io.trunkline.channel;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server of one event loop, and readers connected to it by loopback sockets. */
final class LoopbackStage implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup server = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final MultiThreadIoEventLoopGroup clients = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final LinkedBlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private final LoopDeliveries loops = new LoopDeliveries();
    private final List<ByteBuf> buffers = new CopyOnWriteArrayList<>();
    private final Channel listening = new ServerBootstrap()
            .group(server)
            .channel(NioServerSocketChannel.class)
            .childHandler(new ChannelInboundHandlerAdapter() {
                @Override
                public boolean isSharable() {
                    return true;
                }

                @Override
                public void channelActive(ChannelHandlerContext context) {
                    accepted.add(context.channel());
                }
            })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();

    LoopbackReader reader() {
        var reader = new LoopbackReader(buffers);
        reader.client = new Bootstrap()
                .group(clients)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(reader.collector());
                    }
                })
                .connect((InetSocketAddress) listening.localAddress())
                .syncUninterruptibly()
                .channel();
        reader.attach(next(), loops);
        return reader;
    }

    private Channel next() {
        try {
            var channel = accepted.poll(10, TimeUnit.SECONDS);
            if (channel == null) {
                throw new IllegalStateException("nobody was accepted");
            }
            return channel;
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    /** Does something while the loop does something else, so that it all waits for one batch. */
    void whileTheLoopIsBusy(Runnable act) {
        var busy = new CountDownLatch(1);
        server.next().execute(() -> await(busy));
        try {
            act.run();
        } finally {
            busy.countDown();
        }
    }

    void onLoop(Runnable act) {
        server.next().submit(act).syncUninterruptibly();
    }

    /** Looks again and again: BlockHound, which watches these tests, forbids an event loop to wait in any better way. */
    private static void await(CountDownLatch latch) {
        var left = latch.getCount();
        while (left > 0) {
            left = latch.getCount();
        }
    }

    /** Returns when the loop has done all that waited: the batch, and the task that a batch may leave behind. */
    void settle() {
        for (var i = 0; i < 3; i++) {
            server.next().submit(() -> {}).syncUninterruptibly();
        }
    }

    /** All batches that were ever begun. */
    List<ByteBuf> batches() {
        return List.copyOf(buffers);
    }

    @Override
    public void close() {
        server.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        clients.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
