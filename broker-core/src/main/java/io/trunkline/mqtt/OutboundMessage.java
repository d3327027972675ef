package io.trunkline.mqtt;

import io.moquette.broker.EngineMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.routing.Settlement;
import io.trunkline.mqtt.SavedParcel.Addressee;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** One QoS 1 or 2 delivery on its way through the engine: the publication, and what is its receiver's own. */
final class OutboundMessage implements EngineMessage.Cargo {
    /** What a waiting delivery costs beside its payload. */
    private static final int OVERHEAD = 200;

    private static final AtomicReferenceFieldUpdater<OutboundMessage, Parcel> PARCEL =
            AtomicReferenceFieldUpdater.newUpdater(OutboundMessage.class, Parcel.class, "parcel");

    private final Publication publication;
    private final DeliveryTerms terms;
    private final @Nullable Settlement settlement;
    private final SessionOutbox owner;
    private volatile boolean sent;
    private volatile @Nullable Parcel parcel;
    private volatile boolean gone;
    private volatile boolean stays;
    private long turn;

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

    /** As it was put down already. */
    static OutboundMessage of(Owed.Item item, SessionOutbox owner) {
        var message = new OutboundMessage(item.parcel().publication(), item.to().terms(), null, owner);
        message.parcel = item.parcel();
        message.turn = item.to().turn();
        return message;
    }

    /** When its session hears it: after those whose turn is smaller. */
    long turn() {
        return turn;
    }

    /** Given before anybody else sees it. */
    void turn(long given) {
        turn = given;
    }

    /** Has it put down for its session, once; unless it is gone. */
    void putDown(Addressee to, Parcels parcels) {
        if (parcel != null || gone) {
            return;
        }
        var put = parcels.put(publication, to);
        if (!PARCEL.compareAndSet(this, null, put) || gone) {
            parcels.settle(put, to);
        }
    }

    /** What is put down of it is for the next process. */
    void stay() {
        stays = true;
    }

    /** It is gone. @return as what it was put down; null if it was not, or stays so, or if that was asked before */
    @Nullable
    Parcel take() {
        gone = !stays;
        return stays || parcel == null ? null : PARCEL.getAndSet(this, null);
    }

    /** The engine's own of it. */
    EngineMessage forEngine() {
        var expires = publication.expires();
        return new EngineMessage(MqttQoS.valueOf(terms.qos()), expires == null ? Instant.MAX : expires, this);
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
