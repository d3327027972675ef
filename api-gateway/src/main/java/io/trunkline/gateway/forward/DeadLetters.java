package io.trunkline.gateway.forward;

import io.trunkline.broker.Broker;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.directory.Forwarder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** Where one forwarder's parcels end that cannot be delivered: on a topic of their application, where it names one. */
final class DeadLetters {
    static final String TYPE = "dead-letter";

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final String SUBJECT = "forwarder";
    private static final String INBOUND = "secure/inbound";
    private static final JsonMapper JSON = new JsonMapper();

    private final Broker broker;
    private final ApplicationId application;
    private final Forwarder settings;

    DeadLetters(Broker broker, ApplicationId application, Forwarder settings) {
        this.broker = broker;
        this.application = application;
        this.settings = settings;
    }

    /** Publishes a parcel with the reason; where that is refused, or there is no topic, the parcel is lost. Never fails. */
    Mono<Void> publish(Parcel parcel, String reason, int attempts) {
        var name = settings.deadLetterTopic();
        if (name == null || name.equals(INBOUND)) {
            return Mono.empty();
        }
        return Mono.defer(() -> broker.publish(platform(), Topic.of(name), letter(parcel, reason, attempts)))
                .doOnError(no -> log.warn(
                        "dead letter lost: application={} forwarder={} cause={}",
                        application.value(),
                        settings.forwarderId(),
                        no.toString()))
                .onErrorComplete()
                .then();
    }

    private Principal platform() {
        return new Principal(application, SUBJECT, Permissions.NONE).asPlatform();
    }

    private Message letter(Parcel parcel, String reason, int attempts) {
        var letter = JSON.createObjectNode().put("reason", reason).put("attempts", attempts);
        letter.putObject("forwarder")
                .put("forwarderId", settings.forwarderId())
                .put("kind", settings.kind())
                .put("name", settings.name());
        letter.putRawValue("message", new RawValue(parcel.message()));
        return Message.of(Payload.json(JSON.writeValueAsBytes(letter))).withType(TYPE);
    }
}
