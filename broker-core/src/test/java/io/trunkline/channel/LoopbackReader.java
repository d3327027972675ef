package io.trunkline.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.WireForm;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Subscriber;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One reader: the server's end with its outbox, which writes a line for each delivery, and the client's end, which collects them. */
final class LoopbackReader implements Subscriber {
    private static final WireForm LINE = publication -> (Publications.text(publication) + "\n").getBytes(UTF_8);

    private final List<ByteBuf> buffers;
    private final StringBuffer collected = new StringBuffer();
    private final Map<String, Delivery> deliveries = new ConcurrentHashMap<>();
    private final AtomicInteger flushes = new AtomicInteger();
    private final AtomicInteger slow = new AtomicInteger();
    private final AtomicInteger expired = new AtomicInteger();
    private final AtomicInteger sweeps = new AtomicInteger();
    private volatile String bad = "nothing is bad";
    private volatile Throwable fault = new IllegalStateException("fails, says the test");
    private volatile boolean closing;
    private ByteBuf last;
    private Channel server;
    private LineOutbox outbox;
    Channel client;

    LoopbackReader(List<ByteBuf> buffers) {
        this.buffers = buffers;
    }

    void attach(Channel accepted, LoopDeliveries loops) {
        server = accepted;
        server.pipeline().addLast("counter", new FlushCounter());
        server.pipeline().addLast("entry", new ChannelInboundHandlerAdapter());
        var entry = server.pipeline().context("entry");
        outbox = new LineOutbox(entry, loops.on(server.eventLoop()));
    }

    private final class FlushCounter extends ChannelOutboundHandlerAdapter {
        @Override
        public void flush(ChannelHandlerContext context) {
            flushes.incrementAndGet();
            context.flush();
        }
    }

    private final class LineOutbox extends ChannelOutbox {
        private LineOutbox(ChannelHandlerContext context, LoopDelivery loop) {
            super(context, loop);
        }

        @Override
        protected WireForm form(Delivery delivery) {
            return LINE;
        }

        @Override
        protected void slow(Delivery delivery) {
            slow.incrementAndGet();
        }

        @Override
        protected void expired(Delivery delivery) {
            expired.incrementAndGet();
        }

        @Override
        protected void sweep(long nanoTime) {
            sweeps.incrementAndGet();
        }

        @Override
        protected void append(Delivery delivery, ByteBuf to) {
            if (to != last) {
                last = to;
                buffers.add(to);
            }
            if (Publications.text(delivery.publication()).equals(bad)) {
                to.writeBytes("half a ".getBytes(UTF_8));
                LoopbackReader.<RuntimeException>raise(fault);
            }
            super.append(delivery, to);
            if (closing) {
                context().channel().close();
            }
        }

        @Override
        public void close(Reason reason) {
            context().channel().close();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable fault) throws T {
        throw (T) fault;
    }

    /** A line straight into the batch; on the loop. */
    void write(String text) {
        outbox.batch().writeBytes((text + "\n").getBytes(UTF_8));
    }

    ChannelHandler collector() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                var bytes = (ByteBuf) message;
                collected.append(bytes.toString(UTF_8));
                bytes.release();
            }
        };
    }

    Offer offer(String text) {
        return outbox.offer(deliveries.computeIfAbsent(text, this::delivery));
    }

    /** One that was worth delivering only when it was published. */
    Offer offerExpired(String text) {
        var message = Publications.message(text).withExpiry(Duration.ofSeconds(1));
        return outbox.offer(delivery(Publications.of(Principals.anyone(), "main", message)));
    }

    private Delivery delivery(String text) {
        return delivery(Publications.of("main", text));
    }

    private Delivery delivery(Publication publication) {
        var subscription = new Subscription(this, TopicFilter.levels("main"), SubscriptionOptions.DEFAULT, Instant.MIN);
        return Delivery.of(publication, subscription);
    }

    int toldExpired() {
        return expired.get();
    }

    List<String> received() {
        return collected.toString().lines().toList();
    }

    int flushes() {
        return flushes.get();
    }

    int toldSlow() {
        return slow.get();
    }

    int sweeps() {
        return sweeps.get();
    }

    void stopReading() {
        client.config().setAutoRead(false);
    }

    void failOn(String text) {
        bad = text;
    }

    void failOn(String text, Throwable with) {
        fault = with;
        bad = text;
    }

    void close() {
        server.close();
    }

    /** The channel closes between the taking of a delivery and the write of its batch. */
    void closeOnceTaken() {
        closing = true;
    }

    @Override
    public String id() {
        return "reader";
    }

    @Override
    public ChannelOutbox outbox() {
        return outbox;
    }

    @Override
    public boolean mayHear(Topic topic) {
        return true;
    }
}
