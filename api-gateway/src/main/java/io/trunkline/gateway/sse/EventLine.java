package io.trunkline.gateway.sse;

import io.netty.channel.ChannelHandlerContext;
import io.trunkline.broker.Arrival;
import io.trunkline.broker.Connection;
import io.trunkline.broker.LineKind;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import io.trunkline.gateway.frame.StandingTopics;
import io.trunkline.gateway.line.TokenExpiry;
import java.util.List;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** One client's open stream; lives on its channel's event loop. */
final class EventLine implements EventOutbox.Watch {
    private final EventsDoor door;
    private final Listening client;
    private final EventOutbox outbox;
    private final Connection connection;
    private final TokenExpiry expiry;
    private final Returning returning;
    private final List<TopicFilter> kept;

    /**
     * Opens the line: all it listens to is in force but what it goes on with from a log, and nothing is written yet.
     *
     * @param context from where in the pipeline bytes of the answer are written
     * @throws io.trunkline.broker.refusal.Refused by the broker, whose reason becomes the answer
     */
    EventLine(EventsDoor door, ChannelHandlerContext context, Listening client) {
        this.door = door;
        this.client = client;
        var places = new Places(client.filters());
        var loop = door.loops().on(context.channel().eventLoop());
        this.outbox = new EventOutbox(context, loop, door.settings(), places, this);
        var login = client.login();
        var byHistory = client.filters().stream().collect(Collectors.partitioningBy(this::isKept));
        this.kept = byHistory.getOrDefault(true, List.of());
        this.connection = door.broker()
                .connect(Arrival.of(login.principal(), outbox)
                        .as(LineKind.EVENTS, login.tenure())
                        .from(client.country())
                        .standing(StandingTopics::of)
                        .wanting(byHistory.getOrDefault(false, List.of()))
                        .resuming(kept));
        this.returning = new Returning(connection, context.channel().eventLoop(), client, places);
        this.expiry = new TokenExpiry(context.channel().eventLoop(), () -> connection.close(Reason.TOKEN_EXPIRED));
        expiry.is(login.expiry());
    }

    private boolean isKept(TopicFilter filter) {
        return door.remembers(client.login().principal(), Topic.of(filter.text()));
    }

    /** Finds where the client was in its topics; fails with Refused, and then the line has ended. */
    Mono<Void> resume() {
        return returning.begin(kept).doOnError(fault -> connection.close(Reason.UNAVAILABLE));
    }

    /** The answer has begun: welcomes the client, and brings what came meanwhile, and then what it missed. */
    void begin() {
        look();
        outbox.begin(returning.first(EventText.retry(door.settings().retry())), returning::bring);
    }

    @Override
    public void expired(Delivery delivery) {
        door.listener().dropped(delivery.publication(), connection.id(), Reason.EXPIRED);
    }

    @Override
    public void slow(Delivery delivery) {
        door.listener().dropped(delivery.publication(), connection.id(), Reason.SLOW_READER);
        connection.close(Reason.SLOW_READER);
    }

    @Override
    public String address() {
        return client.address();
    }

    @Override
    public void look() {
        var application = door.application(connection.principal());
        if (application != null) {
            outbox.limits(application.limits());
            expiry.look(application.closeAtTokenExpiry());
        }
    }

    /** The channel is gone. */
    void ended() {
        outbox.leave();
        expiry.forget();
        connection.close(Reason.CLOSED_BY_PEER);
    }
}
