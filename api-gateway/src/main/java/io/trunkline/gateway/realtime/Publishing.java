package io.trunkline.gateway.realtime;

import io.trunkline.broker.Connection;
import io.trunkline.broker.Inbound;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.directory.Application;
import java.util.concurrent.Executor;
import reactor.core.publisher.Mono;

/** What one client publishes, on its way to the core, and what it is told of it. On the event loop. */
final class Publishing implements InFlight.Answers {
    private final RealtimeDoor door;
    private final Connection connection;
    private final RealtimeOutbox outbox;
    private final Refusals refusals;
    private final Executor loop;
    private final InFlight inFlight;

    /** @param loop runs what it is given at once when it is called from itself */
    Publishing(RealtimeDoor door, Connection connection, RealtimeOutbox outbox, Refusals refusals, Executor loop) {
        this.door = door;
        this.connection = connection;
        this.outbox = outbox;
        this.refusals = refusals;
        this.loop = loop;
        this.inFlight = new InFlight(loop, this);
    }

    /** Whether all is answered. */
    boolean isEmpty() {
        return inFlight.isEmpty();
    }

    /** Completes when all is answered that is before the core at its subscription. */
    Mono<Void> over() {
        return Mono.defer(inFlight::over);
    }

    Mono<Void> publish(Application application, byte[] text, ClientFrame.Publish frame) {
        door.checkSize(connection.principal(), frame.topic(), frame.message());
        var message = frame.echo() ? frame.message() : frame.message().excluding(connection.id());
        return publish(application, text, connection.principal(), frame.topic(), message);
    }

    /** The platform speaks for the client: no permission is needed, and backends see which ones the client has. */
    Mono<Void> forward(Application application, byte[] text, Message message) {
        door.checkSize(connection.principal(), Inbound.TOPIC, message);
        if (!application.takesInbound()) {
            return Mono.empty();
        }
        if (message.isReserved()) {
            throw new Refused(Reason.RESERVED_TYPE);
        }
        return publish(application, text, connection.principal().asPlatform(), Inbound.TOPIC, message);
    }

    /** One that waits for readers alone keeps the frames behind it waiting, so that they are not sent more than they take. */
    private Mono<Void> publish(
            Application application, byte[] text, Principal publisher, Topic topic, Message message) {
        var publish = door.broker().publish(publisher, topic, message);
        var placed = door.isPlacedAtOnce(application, topic, message);
        return placed || !inFlight.isEmpty()
                ? inFlight.add(text, publish, placed)
                : publish.doOnNext(this::acknowledge).then();
    }

    @Override
    public void taken(Receipt receipt) {
        if (!refusals.areOver()) {
            acknowledge(receipt);
        }
    }

    @Override
    public void refused(Throwable fault, byte[] frame) {
        refusals.refused(fault, frame);
    }

    /** A Receipt that had to wait for readers comes on some other thread. */
    private void acknowledge(Receipt receipt) {
        var application = door.applications().application(connection.principal().application());
        if (application != null && application.clientInboundAckEnabled()) {
            var ack = ServerFrames.ack(receipt);
            loop.execute(() -> outbox.send(ack));
        }
    }
}
