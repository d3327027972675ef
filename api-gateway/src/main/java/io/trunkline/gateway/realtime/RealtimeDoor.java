package io.trunkline.gateway.realtime;

import io.trunkline.broker.Broker;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import io.trunkline.channel.LoopDeliveries;
import io.trunkline.gateway.directory.Application;
import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.identity.Handshakes;

/** What every line of this door needs of the platform. */
record RealtimeDoor(
        Broker broker,
        Applications applications,
        Handshakes handshakes,
        LoopDeliveries loops,
        LocalBroker.Ports ports,
        RealtimeProperties settings) {

    static final FrameReader READER = new FrameReader();

    BrokerListener listener() {
        return ports.listener();
    }

    /** @throws Refused UNKNOWN_APPLICATION, APPLICATION_DISABLED */
    Application application(Principal principal) {
        return applications.enabled(principal.application());
    }

    /**
     * Whether a publish has its place among those of its topic as soon as it is begun, although its Receipt waits for the disk. One with a key may have to
     * be looked for first, and one that is delayed gets its place later.
     */
    boolean isPlacedAtOnce(Application application, Topic topic, Message message) {
        if (application.topics().isEmpty() || message.idempotencyKey() != null || message.delay() != null) {
            return false;
        }
        var policy = ports.directory().find(application.id());
        return policy != null && policy.topics().of(topic).durable();
    }

    /** The limit counts the payload as it stands in JSON (spec, section 11), which the broker does not look at. @throws Refused TOO_LARGE */
    void checkSize(Principal publisher, Topic topic, Message message) {
        var most = application(publisher).maxPayloadBytes();
        if (message.payload().json().length > most) {
            listener().refused(publisher.application(), Reason.TOO_LARGE);
            listener().refusedPublish(publisher, topic, message, Reason.TOO_LARGE);
            throw new Refused(Reason.TOO_LARGE, "a payload has at most " + most + " bytes");
        }
    }

    /** The largest frame or body an application may receive. */
    int maxFrame(Application application) {
        return application.maxPayloadBytes() + application.limits().envelopeBytes();
    }
}
