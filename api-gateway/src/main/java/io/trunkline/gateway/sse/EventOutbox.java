package io.trunkline.gateway.sse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.netty.handler.codec.http.LastHttpContent;
import io.trunkline.broker.message.WireForm;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.LineState;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.channel.ChannelOutbox;
import io.trunkline.channel.LoopDelivery;
import io.trunkline.gateway.directory.ApplicationLimits;
import io.trunkline.gateway.frame.NoticeFrames;
import io.trunkline.gateway.line.Farewell;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way out to one stream, and its end. What is written here is bytes: the HTTP codec before it in the pipeline makes chunks of them. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be written or closed ends in channelInactive
final class EventOutbox extends ChannelOutbox {
    /** Bytes that are written in one go of what came early: less than half of what may wait for the most cautious of readers. */
    private static final int AT_ONCE = 8 << 10;

    private final EventsProperties settings;
    private final Watch watch;
    private final Places places;
    private @Nullable Reason endedBefore;
    private @Nullable ApplicationLimits limits;
    private long beatAt = System.nanoTime();
    private final Early early = new Early();
    private boolean begun;
    /** Nothing waits any more that came early. */
    private boolean live;

    private boolean closing;

    /** Is told what the outbox sees of its reader. */
    interface Watch {
        /** It does not keep up, and has lost this one. */
        void slow(Delivery delivery);

        /** This one was no longer worth telling it. */
        void expired(Delivery delivery);

        /** Where the reader is. */
        String address();

        /** Some seconds have passed, or the application has changed. */
        void look();
    }

    EventOutbox(
            ChannelHandlerContext context, LoopDelivery loop, EventsProperties settings, Places places, Watch watch) {
        super(context, loop);
        this.settings = settings;
        this.places = places;
        this.watch = watch;
    }

    /** What may wait for the reader, and how long what was sent may go unreceived, from now on. */
    void limits(ApplicationLimits next) {
        if (next.equals(limits)) {
            return;
        }
        limits = next;
        var most = next.sendBufferBytes();
        var config = context().channel().config();
        config.setWriteBufferWaterMark(new WriteBufferWaterMark(most / 2, most));
        if (config instanceof EpollSocketChannelConfig tcp) {
            tcp.setTcpUserTimeout((int) Duration.ofSeconds(next.idleSeconds()).toMillis());
        }
    }

    @Override
    public LineState state() {
        return new LineState(watch.address(), null);
    }

    /**
     * Nothing was written before the head of the answer; from now on deliveries follow, those first that came before, as the reader makes room for them.
     *
     * @param caughtUp called when these are written; not for a stream that ends before
     */
    void begin(byte[] first, Runnable caughtUp) {
        begun = true;
        write(first);
        join();
        if (endedBefore == null) {
            bringEarly(caughtUp);
        } else {
            end(endedBefore);
        }
    }

    private void bringEarly(Runnable caughtUp) {
        if (early.isEmpty()) {
            live = true;
            caughtUp.run();
        } else {
            room().subscribe(none -> {}, fault -> {}, () -> bringSome(caughtUp));
        }
    }

    private void bringSome(Runnable caughtUp) {
        if (isOpen() && context().channel().isActive()) {
            pass(early.take(AT_ONCE));
            live = false;
            bringEarly(caughtUp);
        }
    }

    private void pass(List<Delivery> some) {
        live = true;
        some.forEach(this::take);
        drain();
    }

    @Override
    protected WireForm form(Delivery delivery) {
        return places.form(delivery.publication());
    }

    @Override
    protected void append(Delivery delivery, ByteBuf to) {
        if (!live) {
            hold(delivery);
        } else if (isOpen()) {
            to.writeCharSequence(places.pass(delivery.publication()), StandardCharsets.US_ASCII);
            super.append(delivery, to);
        }
    }

    /** What is only held asks nothing of the reader. */
    @Override
    protected boolean isSlow() {
        return live && super.isSlow();
    }

    /** Logs are being read for it, or it has not taken what came meanwhile. */
    private void hold(Delivery delivery) {
        if (!early.add(delivery)) {
            watch.slow(delivery);
        }
    }

    private boolean isOpen() {
        return begun && !closing;
    }

    @Override
    protected void slow(Delivery delivery) {
        if (isOpen()) {
            watch.slow(delivery);
        }
    }

    @Override
    protected void expired(Delivery delivery) {
        watch.expired(delivery);
    }

    @Override
    protected void sweep(long nanoTime) {
        watch.look();
        if (isOpen() && nanoTime - beatAt >= settings.heartBeat().toNanos()) {
            beatAt = nanoTime;
            write(EventText.HEART_BEAT);
        }
    }

    @Override
    public void changed() {
        onLoop(watch::look);
    }

    @Override
    public void ended(Subscription subscription, Reason reason) {
        var topic = subscription.filter().text();
        onLoop(() -> write(EventText.unnamed(NoticeFrames.unsubscribed(topic, reason))));
    }

    /** A reader that does not read hears no more of this kind; it is cut with the next delivery. */
    private void write(byte[] event) {
        if (isOpen() && isReady()) {
            context().writeAndFlush(Unpooled.wrappedBuffer(event), context().voidPromise());
        }
    }

    /** After what is queued for this reader already, an event that says why, and the end of the answer; the socket goes with it, or when its reader does not read on. */
    @Override
    public void close(Reason reason) {
        onLoop(() -> end(reason));
    }

    private void onLoop(Runnable task) {
        context().channel().eventLoop().execute(task);
    }

    private void end(Reason reason) {
        if (!begun) {
            endedBefore = reason;
        }
        if (!isOpen() || !context().channel().isActive()) {
            return;
        }
        pass(early.takeAll());
        closing = true;
        Farewell.begin(context().channel(), settings.closeWithin().toMillis());
        context()
                .write(
                        Unpooled.wrappedBuffer(EventText.close(reason)),
                        context().voidPromise());
        context()
                .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                .addListener(done -> context().close());
    }
}
