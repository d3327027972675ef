package io.trunkline.gateway.sse;

import io.netty.channel.ChannelHandlerContext;
import io.trunkline.broker.Arrival;
import io.trunkline.broker.Connection;
import io.trunkline.broker.LineKind;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.gateway.frame.JsonFrames;
import io.trunkline.gateway.frame.StandingTopics;
import io.trunkline.gateway.line.TokenExpiry;

/** One client's open stream; lives on its channel's event loop. */
final class EventLine implements EventOutbox.Watch {
    private final EventsDoor door;
    private final Listening client;
    private final EventOutbox outbox;
    private final Connection connection;
    private final TokenExpiry expiry;

    /**
     * Opens the line: all it listens to is in force, and nothing is written yet.
     *
     * @param context from where in the pipeline bytes of the answer are written
     * @throws io.trunkline.broker.refusal.Refused by the broker, whose reason becomes the answer
     */
    EventLine(EventsDoor door, ChannelHandlerContext context, Listening client) {
        this.door = door;
        this.client = client;
        var loop = door.loops().on(context.channel().eventLoop());
        this.outbox = new EventOutbox(context, loop, door.settings(), this);
        var login = client.login();
        this.connection = door.broker()
                .connect(Arrival.of(login.principal(), outbox)
                        .as(LineKind.EVENTS, login.tenure())
                        .from(client.country())
                        .standing(StandingTopics::of)
                        .wanting(client.filters()));
        this.expiry = new TokenExpiry(context.channel().eventLoop(), () -> connection.close(Reason.TOKEN_EXPIRED));
        expiry.is(login.expiry());
    }

    /** The answer has begun: welcomes the client. */
    void begin() {
        var welcome = JsonFrames.welcome("main", connection.principal(), client.address());
        outbox.begin(EventText.first(door.settings().retry(), welcome));
        look();
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
