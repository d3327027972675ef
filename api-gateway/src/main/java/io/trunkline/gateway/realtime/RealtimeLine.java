package io.trunkline.gateway.realtime;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.concurrent.EventExecutor;
import io.trunkline.broker.Arrival;
import io.trunkline.broker.Connection;
import io.trunkline.broker.LineKind;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.gateway.directory.Application;
import io.trunkline.gateway.frame.StandingTopics;
import io.trunkline.gateway.identity.Login;
import io.trunkline.gateway.line.TokenExpiry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One client's open line: its frames become calls to the broker, in order. Lives on its channel's event loop. */
final class RealtimeLine implements RealtimeOutbox.Watch {
    private final RealtimeDoor door;
    private final Caller caller;
    private final EventExecutor loop;
    private final RealtimeOutbox outbox;
    private final Connection connection;
    private final Hearing hearing;
    private final Refusals refusals;
    private final Publishing publishing;
    private final TokenExpiry expiry;

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
        this.refusals = new Refusals(caller, connection, outbox);
        this.publishing = new Publishing(door, connection, outbox, refusals, this::onLoop);
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
        return refusals.areOver();
    }

    /** The largest frame the client may send now. @throws Refused UNKNOWN_APPLICATION, APPLICATION_DISABLED */
    int maxFrame() {
        return door.maxFrame(door.application(connection.principal()));
    }

    /** Does this when all that the client has sent before is answered. */
    Mono<Void> afterAll(Runnable work) {
        return publishing.over().then(Mono.fromRunnable(work));
    }

    /** Acts on one frame; empty when the next may be looked at: publishes that a log has to write are answered later, all others are by then. */
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
            return publishing.publish(application, text, publish);
        }
        if (frame instanceof ClientFrame.Inbound inbound) {
            return publishing.forward(application, text, inbound.message());
        }
        return publishing.isEmpty() ? perform(frame) : publishing.over().then(Mono.defer(() -> perform(frame)));
    }

    /** What is no publish, and has its place between those before and those behind it. */
    private Mono<Void> perform(ClientFrame frame) {
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

    /** At once when called from there. */
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
        return publishing.over().then(Mono.fromRunnable(() -> refusals.refused(error, text)));
    }

    /** A no to one frame, of which no more is known than this. */
    void refuse(Refused no) {
        refusals.refuse(no, FrameMark.NONE);
    }

    /** Bytes that are no frame: nothing behind them can be told apart. */
    void broken(CorruptedWebSocketFrameException fault) {
        if (fault.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            refusals.end(new Refused(Reason.TOO_LARGE, "a frame of this length is not read"));
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
