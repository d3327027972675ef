package io.trunkline.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One channel from its first byte to its last: how far it has come, what its client said of itself, and the ways to answer it. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails is the channel's end, and that is heard of
final class Line {
    /** After so many answers it is waited until they have left. */
    static final int ANSWERS = 1024;

    private static final long LINGER_MILLIS = 500;
    private static final int REFUSAL_BYTES = 5;
    private static final int GOODBYE_BYTES = 4;
    private static final int ACK_BYTES = 6;
    /** A reason string's own bytes beside its text. */
    private static final int REASON_HEAD = 3;

    private final ChannelHandlerContext context;
    private final Traffic traffic;
    private volatile State state = State.NEW;
    private volatile @Nullable ClientTerms terms;
    private volatile @Nullable Will will;
    private Runnable beforeEnd = () -> {};
    private boolean lingering;
    private boolean busy;
    private boolean unread;
    private boolean awaiting;
    private int answers;

    /** How far a line has come. */
    enum State {
        /** Nothing has come but the socket. */
        NEW,
        /** The CONNECT is being looked at; what follows it waits. */
        OPENING,
        OPEN,
        /** The last packet is written; whatever still comes is thrown away. */
        CLOSING
    }

    Line(ChannelHandlerContext context, Traffic traffic) {
        this.context = context;
        this.traffic = traffic;
    }

    Traffic traffic() {
        return traffic;
    }

    ChannelHandlerContext context() {
        return context;
    }

    Channel channel() {
        return context.channel();
    }

    State state() {
        return state;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether its CONNACK is still to come. */
    boolean isComing() {
        return state == State.NEW || state == State.OPENING;
    }

    boolean isLingering() {
        return lingering;
    }

    void opening() {
        state = State.OPENING;
    }

    void opened() {
        state = State.OPEN;
    }

    /** The client has said goodbye; the engine closes. */
    void leaving() {
        state = State.CLOSING;
    }

    void terms(ClientTerms said) {
        terms = said;
    }

    /** What the client said; only once it has. */
    ClientTerms terms() {
        var said = terms;
        if (said == null) {
            throw new IllegalStateException("before CONNECT");
        }
        return said;
    }

    boolean isVersion5() {
        var said = terms;
        return said != null && said.isVersion5();
    }

    /** What is to be published if the client goes without a goodbye. */
    @Nullable
    Will will() {
        return will;
    }

    void will(@Nullable Will standing) {
        will = standing;
    }

    /** What is to be done before the last packet is written. */
    void beforeEnd(Runnable task) {
        beforeEnd = task;
    }

    /** Where the client is, by the word of a proxy where one of ours stands before us; null until that is known. */
    @Nullable
    InetSocketAddress origin() {
        return Origin.of(context.channel()).known();
    }

    /** Runs on the channel's loop, at once when already there. */
    void run(Runnable task) {
        if (context.executor().inEventLoop()) {
            task.run();
        } else {
            context.executor().execute(task);
        }
    }

    /** Whether we can take more from it. */
    void read(boolean on) {
        busy = !on;
        readOrNot();
    }

    /** Whether it is we who do not read, because what it sent before is not done with. */
    boolean isBusy() {
        return busy || awaiting;
    }

    /** Whether answers have to come first. */
    void await(boolean answers) {
        awaiting = answers;
        readOrNot();
    }

    private void readOrNot() {
        channel().config().setAutoRead(!busy && !unread && !awaiting);
    }

    /** What was written and is not yet in the kernel's hands, in bytes. */
    long unsentBytes() {
        return highWater() - channel().bytesBeforeUnwritable();
    }

    private int highWater() {
        return channel().config().getWriteBufferHighWaterMark();
    }

    /** Who does not read the answers is not read either: what it may ask for is cheaper to say than to answer. */
    void send(Object packet) {
        if (++answers % ANSWERS != 0) {
            context.writeAndFlush(packet, context.voidPromise());
            return;
        }
        unread = true;
        readOrNot();
        context.writeAndFlush(packet).addListener(left -> {
            unread = false;
            readOrNot();
        });
    }

    /** When all that was written before has left, or is lost. */
    void whenWritten(Runnable next) {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(left -> next.run());
    }

    void acknowledge(int type, int packetId, Verdict verdict) {
        if (state == State.CLOSING) {
            return;
        }
        var more = verdict.properties().length;
        if (!isVersion5()) {
            send(Replies.ack(context.alloc(), type, packetId, Codes.SUCCESS));
        } else if (more == 0 || !terms().reasonStrings() || !takes(ACK_BYTES + more)) {
            send(Replies.ack(context.alloc(), type, packetId, verdict.code()));
        } else {
            send(Replies.ack(context.alloc(), type, packetId, verdict));
        }
    }

    /** Says no to the CONNECT, with a code of MQTT 5, and closes. */
    void refuse(int code, String text, boolean version5) {
        var silent = version5 ? !takes(REFUSAL_BYTES) : Codes.version3(code) == Codes.NONE_FITS;
        var reason = takes(REFUSAL_BYTES + REASON_HEAD + ByteBufUtil.utf8Bytes(text)) ? text : null;
        end(silent ? Unpooled.EMPTY_BUFFER : Replies.refused(code, reason, version5));
    }

    /** Whether the client takes packets of so many bytes. */
    boolean takes(int bytes) {
        var said = terms;
        return said == null || bytes <= said.packetBytes();
    }

    /** Ends the line from our side: MQTT 5 hears why, MQTT 3 has no packet for it. */
    void disconnect(int code, String text) {
        if (state == State.OPEN && isVersion5()) {
            var fits = takes(GOODBYE_BYTES + REASON_HEAD + ByteBufUtil.utf8Bytes(text));
            end(Replies.disconnect(code, fits && terms().reasonStrings() ? text : null));
        } else {
            end(Unpooled.EMPTY_BUFFER);
        }
    }

    /** The client is only sure to read the last packet if the socket is not reset: so its input is read on for a moment, and thrown away. */
    private void end(Object last) {
        if (state == State.CLOSING) {
            return;
        }
        beforeEnd.run();
        state = State.CLOSING;
        lingering = true;
        unread = false;
        awaiting = false;
        read(true);
        context.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        context.executor().schedule(this::close, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Closes the socket at once. */
    void close() {
        state = State.CLOSING;
        lingering = false;
        context.close();
    }
}
