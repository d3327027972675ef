package io.trunkline.mqtt;

import io.moquette.broker.EngineMessage;
import io.trunkline.broker.message.Publication;
import java.util.List;

/** One QoS 1 or 2 delivery on its way through the engine: the publication, and what is its receiver's own. */
final class OutboundMessage implements EngineMessage.Cargo {
    /** What a waiting delivery costs beside its payload. */
    private static final int OVERHEAD = 200;

    private final Publication publication;
    private final int qos;
    private final boolean retain;
    private final List<Integer> identifiers;
    private final SessionOutbox owner;

    OutboundMessage(Publication publication, int qos, boolean retain, List<Integer> identifiers, SessionOutbox owner) {
        this.publication = publication;
        this.qos = qos;
        this.retain = retain;
        this.identifiers = identifiers;
        this.owner = owner;
    }

    Publication publication() {
        return publication;
    }

    int qos() {
        return qos;
    }

    boolean retain() {
        return retain;
    }

    List<Integer> identifiers() {
        return identifiers;
    }

    @Override
    public int bytes() {
        return publication.message().payload().size() + OVERHEAD;
    }

    @Override
    public void left(EngineMessage.End end) {
        owner.left(this, end);
    }
}
