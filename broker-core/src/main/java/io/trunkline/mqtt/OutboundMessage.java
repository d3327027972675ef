package io.trunkline.mqtt;

import io.moquette.broker.EngineMessage;
import io.trunkline.broker.message.Publication;

/** One QoS 1 or 2 delivery on its way through the engine: the publication, and what is its receiver's own. */
final class OutboundMessage implements EngineMessage.Cargo {
    /** What a waiting delivery costs beside its payload. */
    private static final int OVERHEAD = 200;

    private final Publication publication;
    private final DeliveryTerms terms;
    private final SessionOutbox owner;
    private volatile boolean sent;

    OutboundMessage(Publication publication, DeliveryTerms terms, SessionOutbox owner) {
        this.publication = publication;
        this.terms = terms;
        this.owner = owner;
    }

    Publication publication() {
        return publication;
    }

    DeliveryTerms terms() {
        return terms;
    }

    /** True the first time that it is sent. */
    boolean send() {
        var first = !sent;
        sent = true;
        return first;
    }

    boolean isSent() {
        return sent;
    }

    @Override
    public int bytes() {
        var message = publication.message();
        return message.payload().size() + message.properties().size() + OVERHEAD;
    }

    @Override
    public void left(EngineMessage.End end) {
        owner.left(this, end);
    }
}
