package io.trunkline.gateway.sse;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;
import reactor.util.context.Context;

/**
 * An HTTP answer that becomes a stream: its head goes out as of any answer, and then the channel belongs to the line. All of it happens in one task of the
 * channel's event loop, where deliveries arrive too, so that none comes before the head.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a listener that nobody takes away
final class EventStream {
    private static final String MUTE = "trunkline.events";

    private EventStream() {}

    /** Does not complete once the stream has begun; before that it may be {@link io.trunkline.broker.refusal.Refused}. */
    static Mono<Void> open(HttpServerResponse http, EventsDoor door, Listening client) {
        var channel = channel(http);
        return Mono.defer(() -> begin(http, channel, door, client))
                .subscribeOn(Schedulers.fromExecutor(channel.eventLoop()))
                .contextWrite(context -> Context.empty());
    }

    private static Channel channel(HttpServerResponse http) {
        var found = new AtomicReference<Channel>();
        http.withConnection(connection -> found.set(connection.channel()));
        return Objects.requireNonNull(found.get());
    }

    private static Mono<Void> begin(HttpServerResponse http, Channel channel, EventsDoor door, Listening client) {
        if (!channel.isActive()) {
            return Mono.empty();
        }
        var line = new EventLine(door, channel.pipeline().context(NettyPipeline.ReactiveBridge), client);
        channel.closeFuture().addListener(closed -> line.ended());
        return line.resume()
                .doOnSuccess(resumed -> claim(channel))
                .then(Mono.when(http.sendHeaders().then(), Mono.fromRunnable(line::begin)))
                .then(Mono.never());
    }

    /** The socket takes nothing more from its client. */
    private static void claim(Channel channel) {
        channel.pipeline().addBefore(NettyPipeline.HttpCodec, MUTE, Mute.INSTANCE);
        channel.config().setAutoRead(true);
    }

    /** Requests behind one that is never done would only be kept. */
    @ChannelHandler.Sharable
    private static final class Mute extends ChannelInboundHandlerAdapter {
        static final Mute INSTANCE = new Mute();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }
    }
}
