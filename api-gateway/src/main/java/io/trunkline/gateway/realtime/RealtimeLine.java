package io.trunkline.gateway.realtime;

import io.netty.channel.ChannelHandlerContext;
import io.trunkline.broker.Arrival;
import io.trunkline.broker.Connection;
import io.trunkline.broker.LineKind;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import io.trunkline.gateway.identity.Login;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** One client's open line: its frames become calls to the broker, strictly in order. Lives on its channel's event loop. */
final class RealtimeLine implements RealtimeOutbox.Watch {
    private static final Logger LOG = LoggerFactory.getLogger(RealtimeLine.class);

    private final RealtimeDoor door;
    private final RealtimeOutbox outbox;
    private final Connection connection;
    private final String remoteAddress;

    /** Opens the line and welcomes the client, once its standing subscriptions are in force. @throws Refused by the broker */
    RealtimeLine(RealtimeDoor door, ChannelHandlerContext context, Login client, String remoteAddress) {
        this.door = door;
        this.remoteAddress = remoteAddress;
        this.outbox =
                new RealtimeOutbox(context, door.loops().on(context.channel().eventLoop()), door.settings(), this);
        this.connection = door.broker()
                .connect(Arrival.of(client.principal(), outbox)
                        .as(LineKind.WEBSOCKET, client.tenure())
                        .standing(RealtimeDoor::standing));
        outbox.join();
        outbox.send(ServerFrames.welcome("main", connection.principal(), remoteAddress));
    }

    RealtimeOutbox outbox() {
        return outbox;
    }

    /** The largest frame the client may send now. @throws Refused UNKNOWN_APPLICATION, APPLICATION_DISABLED */
    int maxFrame() {
        return door.maxFrame(door.application(connection.principal()));
    }

    /** Acts on one frame; empty when that is done, with the answers written. */
    Mono<Void> accept(byte[] text) {
        return Mono.defer(() -> act(text)).onErrorResume(this::failed);
    }

    private Mono<Void> act(byte[] text) {
        var application = door.application(connection.principal());
        if (text.length > door.maxFrame(application)) {
            throw new Refused(Reason.TOO_LARGE, "a frame has at most " + door.maxFrame(application) + " bytes");
        }
        var frame = RealtimeDoor.READER.frame(text);
        if (frame instanceof ClientFrame.Publish publish) {
            door.checkSize(application, publish.message());
            return publish(connection.principal(), publish.topic(), publish.message());
        }
        if (frame instanceof ClientFrame.Inbound inbound) {
            door.checkSize(application, inbound.message());
            return application.enableWebSocketInboundTopic() ? forward(inbound.message()) : Mono.empty();
        }
        if (frame instanceof ClientFrame.Subscribe subscribe) {
            subscribe(subscribe.topic());
        } else if (frame instanceof ClientFrame.Unsubscribe unsubscribe) {
            connection.unsubscribe(TopicFilter.exact(unsubscribe.topic()), null);
        }
        return Mono.empty();
    }

    private void subscribe(Topic topic) {
        var filter = TopicFilter.exact(topic);
        if (connection.subscription(filter, null) == null) {
            connection.subscribe(filter, SubscriptionOptions.DEFAULT);
            outbox.send(ServerFrames.welcome(topic.name(), connection.principal(), remoteAddress));
        }
    }

    /** The platform speaks for the client: no permission is needed, and backends see which ones the client has. */
    private Mono<Void> forward(Message message) {
        if (message.isReserved()) {
            throw new Refused(Reason.RESERVED_TYPE);
        }
        return publish(connection.principal().asPlatform(), RealtimeDoor.INBOUND, message);
    }

    private Mono<Void> publish(Principal publisher, Topic topic, Message message) {
        return door.broker()
                .publish(publisher, topic, message)
                .doOnNext(this::acknowledge)
                .then();
    }

    private void acknowledge(Receipt receipt) {
        var application = door.applications().application(connection.principal().application());
        if (application != null && application.clientInboundAckEnabled()) {
            outbox.send(ServerFrames.ack(receipt.id()));
        }
    }

    private Mono<Void> failed(Throwable error) {
        if (error instanceof Refused no) {
            refuse(no);
        } else {
            LOG.error("frame failed connection={}", connection.id(), error);
            refuse(new Refused(Reason.UNAVAILABLE));
        }
        return Mono.empty();
    }

    /** On a WebSocket every no is a close with its reason (spec, section 10). */
    void refuse(Refused no) {
        LOG.debug("refused connection={} reason={} detail={}", connection.id(), no.reason(), no.detail());
        connection.close(no.reason());
    }

    @Override
    public void lost(Delivery delivery) {
        door.listener().dropped(delivery.publication(), connection.id(), Reason.SLOW_READER);
    }

    @Override
    public void gone(Reason reason) {
        connection.close(reason);
    }

    /** The channel is gone. */
    void ended() {
        outbox.leave();
        connection.close(Reason.CLOSED_BY_PEER);
    }
}
