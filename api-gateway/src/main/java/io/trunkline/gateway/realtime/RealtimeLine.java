package io.trunkline.gateway.realtime;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.concurrent.EventExecutor;
import io.trunkline.broker.Arrival;
import io.trunkline.broker.Connection;
import io.trunkline.broker.Inbound;
import io.trunkline.broker.LineKind;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.directory.Application;
import io.trunkline.gateway.frame.StandingTopics;
import io.trunkline.gateway.identity.Login;
import io.trunkline.gateway.line.TokenExpiry;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One client's open line: its frames become calls to the broker, strictly in order. Lives on its channel's event loop. */
final class RealtimeLine implements RealtimeOutbox.Watch {
    private static final Logger LOG = LoggerFactory.getLogger(RealtimeLine.class);

    /** Not about one frame: nothing that the client could send now would be heard. */
    private static final Set<Reason> ENDS_THE_LINE = EnumSet.of(
            Reason.UNKNOWN_APPLICATION,
            Reason.APPLICATION_DISABLED,
            Reason.ADDRESS_DENIED,
            Reason.TOKEN_EXPIRED,
            Reason.TERMINATED,
            Reason.REPLACED,
            Reason.SHUTDOWN);

    private final RealtimeDoor door;
    private final Caller caller;
    private final EventExecutor loop;
    private final RealtimeOutbox outbox;
    private final Connection connection;
    private final Hearing hearing;
    private final TokenExpiry expiry;
    private boolean over;

    /** Opens the line and welcomes the client, once its standing subscriptions are in force. @throws Refused by the broker */
    RealtimeLine(RealtimeDoor door, ChannelHandlerContext context, Caller caller) {
        this.door = door;
        this.caller = caller;
        this.loop = context.executor();
        var login = caller.login();
        this.outbox = new RealtimeOutbox(
                context, door, door.application(login.principal()).limits(), this);
        this.connection = door.broker()
                .connect(Arrival.of(login.principal(), outbox)
                        .as(LineKind.WEBSOCKET, login.tenure())
                        .from(caller.country())
                        .standing(StandingTopics::of));
        this.hearing = new Hearing(connection, outbox, caller.remoteAddress(), loop);
        this.expiry = new TokenExpiry(loop, () -> connection.close(Reason.TOKEN_EXPIRED));
        outbox.join();
        outbox.send(ServerFrames.welcome("main", connection.principal(), caller.remoteAddress()));
        expiry.is(login.expiry());
        tick();
    }

    RealtimeOutbox outbox() {
        return outbox;
    }

    /** Nothing more is done about what the client has sent. */
    boolean isOver() {
        return over || outbox.isClosing();
    }

    /** The largest frame the client may send now. @throws Refused UNKNOWN_APPLICATION, APPLICATION_DISABLED */
    int maxFrame() {
        return door.maxFrame(door.application(connection.principal()));
    }

    /** Acts on one frame; empty when that is done, with the answers written. */
    Mono<Void> accept(byte[] text) {
        return Mono.defer(() -> act(text)).onErrorResume(error -> failed(error, text));
    }

    private Mono<Void> act(byte[] text) {
        var application = door.application(connection.principal());
        if (text.length > door.maxFrame(application)) {
            throw new Refused(Reason.TOO_LARGE, "a frame has at most " + door.maxFrame(application) + " bytes");
        }
        var frame = RealtimeDoor.READER.frame(text);
        if (frame instanceof ClientFrame.Publish publish) {
            door.checkSize(connection.principal(), publish.topic(), publish.message());
            var message = publish.echo() ? publish.message() : publish.message().excluding(connection.id());
            return publish(connection.principal(), publish.topic(), message);
        }
        if (frame instanceof ClientFrame.Inbound inbound) {
            door.checkSize(connection.principal(), Inbound.TOPIC, inbound.message());
            return application.takesInbound() ? forward(inbound.message()) : Mono.empty();
        }
        if (frame instanceof ClientFrame.Refresh refresh) {
            return refresh(refresh.token());
        }
        if (frame instanceof ClientFrame.Subscribe subscribe) {
            return hearing.begin(subscribe.topic(), subscribe.since());
        }
        if (frame instanceof ClientFrame.Unsubscribe unsubscribe) {
            hearing.end(unsubscribe.topic());
        }
        return Mono.empty();
    }

    /** The platform speaks for the client: no permission is needed, and backends see which ones the client has. */
    private Mono<Void> forward(Message message) {
        if (message.isReserved()) {
            throw new Refused(Reason.RESERVED_TYPE);
        }
        return publish(connection.principal().asPlatform(), Inbound.TOPIC, message);
    }

    private Mono<Void> publish(Principal publisher, Topic topic, Message message) {
        return door.broker()
                .publish(publisher, topic, message)
                .doOnNext(this::acknowledge)
                .then();
    }

    private void acknowledge(Receipt receipt) {
        var application = application();
        if (application != null && application.clientInboundAckEnabled()) {
            var ack = ServerFrames.ack(receipt);
            onLoop(() -> outbox.send(ack));
        }
    }

    /** A Receipt that had to wait for readers comes on some other thread. */
    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /** The frames behind it wait, so that they are judged by the new token. */
    private Mono<Void> refresh(String token) {
        door.handshakes().again(connection.principal(), caller.address());
        return caller.again()
                .apply(token)
                .publishOn(Schedulers.fromExecutor(loop))
                .doOnNext(this::renew)
                .then();
    }

    private void renew(Login login) {
        var dropped = connection.renew(login.principal(), login.tenure());
        expiry.is(login.expiry());
        tick();
        var topics = dropped.stream().map(held -> held.filter().text()).toList();
        outbox.send(ServerFrames.refreshed(login.expiry(), topics));
    }

    private Mono<Void> failed(Throwable error, byte[] text) {
        if (error instanceof Refused no) {
            refuse(no, caller.errorFrames() ? FrameMark.of(text) : FrameMark.NONE);
        } else {
            LOG.error("frame failed connection={}", connection.id(), error);
            end(new Refused(Reason.UNAVAILABLE));
        }
        return Mono.empty();
    }

    /** A no to one frame: as from the vendor it closes the line with its reason (spec, section 10), unless the client asked to be told. */
    void refuse(Refused no, FrameMark mark) {
        if (caller.errorFrames() && !ENDS_THE_LINE.contains(no.reason())) {
            outbox.send(ServerFrames.error(no, mark));
        } else {
            end(no);
        }
    }

    /** A no after which there is nothing more to say. */
    void end(Refused no) {
        LOG.debug("refused connection={} reason={} detail={}", connection.id(), no.reason(), no.detail());
        over = true;
        connection.close(no.reason());
    }

    /** Bytes that are no frame: nothing behind them can be told apart. */
    void broken(CorruptedWebSocketFrameException fault) {
        if (fault.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            end(new Refused(Reason.TOO_LARGE, "a frame of this length is not read"));
        } else {
            outbox.broken(fault);
        }
    }

    @Override
    public boolean wantsText() {
        var application = application();
        return application != null && application.compressAsText();
    }

    @Override
    public boolean deflates() {
        return caller.deflates();
    }

    private @Nullable Application application() {
        return door.applications().application(connection.principal().application());
    }

    @Override
    public String address() {
        return caller.remoteAddress();
    }

    @Override
    public void tick() {
        var application = application();
        if (application != null) {
            outbox.limits(application.limits());
            expiry.look(application.closeAtTokenExpiry());
        }
    }

    @Override
    public void ended(Subscription subscription, Reason reason) {
        if (caller.errorFrames()) {
            outbox.send(ServerFrames.unsubscribed(subscription.filter().text(), reason));
        }
    }

    @Override
    public void lost(Delivery delivery, Reason reason) {
        door.listener().dropped(delivery.publication(), connection.id(), reason);
    }

    @Override
    public void gone(Reason reason) {
        connection.close(reason);
    }

    /** The channel is gone. */
    void ended() {
        outbox.leave();
        expiry.forget();
        connection.close(Reason.CLOSED_BY_PEER);
    }
}
