package io.trunkline.gateway.realtime;

import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** What is to be done about a client's messages, one at a time: while one is not done the next are held and the socket is not read. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be closed ends in channelInactive
final class Turns {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final ChannelHandlerContext context;
    private final RealtimeLine line;
    private final ArrayDeque<Mono<Void>> held = new ArrayDeque<>(0);
    private boolean busy;
    private boolean working;

    Turns(ChannelHandlerContext context, RealtimeLine line) {
        this.context = context;
        this.line = line;
    }

    /** Takes the next turn's work, of which nothing is done yet. */
    void add(Mono<Void> turn) {
        held.add(turn);
        work();
    }

    /** Acts on what is held until there is nothing, or until one waits; a loop, for thousands may be held. */
    private void work() {
        if (working) {
            return;
        }
        working = true;
        while (!busy && !held.isEmpty()) {
            var next = held.remove();
            if (!line.isOver()) {
                busy = true;
                next.subscribe(nothing -> {}, this::failed, this::done);
            }
        }
        working = false;
        if (context.channel().config().isAutoRead() == busy) {
            context.channel().config().setAutoRead(!busy);
        }
    }

    private void done() {
        if (context.executor().inEventLoop()) {
            busy = false;
            work();
        } else {
            context.executor().execute(this::done);
        }
    }

    private void failed(Throwable fault) {
        LOG.error("frame failed", fault);
        context.close();
    }

    /** What is held is of no use any more. */
    void clear() {
        held.clear();
    }
}
