package io.trunkline.mqtt;

import io.moquette.broker.EngineMessage;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.routing.Settlement;
import org.jspecify.annotations.Nullable;

/** One QoS 1 or 2 delivery on its way through the engine: the publication, and what is its receiver's own. */
final class OutboundMessage implements EngineMessage.Cargo {
    /** What a waiting delivery costs beside its payload. */
    private static final int OVERHEAD = 200;

    private final Publication publication;
    private final DeliveryTerms terms;
    private final @Nullable Settlement settlement;
    private final SessionOutbox owner;
    private volatile boolean sent;

    /** @param settlement who wants to know how it ends; null for nobody */
    OutboundMessage(
            Publication publication, DeliveryTerms terms, @Nullable Settlement settlement, SessionOutbox owner) {
        this.publication = publication;
        this.terms = terms;
        this.settlement = settlement;
        this.owner = owner;
    }

    Publication publication() {
        return publication;
    }

    DeliveryTerms terms() {
        return terms;
    }

    @Nullable
    Settlement settlement() {
        return settlement;
    }

    /** Its client is away. What was sent at QoS 2 is its client's until the session ends (MQTT 5, section 4.8.2). */
    void interrupt() {
        if (settlement != null && !(sent && terms.qos() == 2)) {
            settlement.interrupted();
        }
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
