package io.trunkline.gateway.realtime;

import io.trunkline.broker.history.Since;
import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Seconds;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.frame.JsonTopics;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The fields of a publish, as they are gathered from the wire; the same for frames and for HTTP. */
final class Fields {
    private @Nullable String topic;
    private @Nullable String id;
    private @Nullable String messageType;
    private @Nullable String token;
    private @Nullable String since;
    private @Nullable Payload payload;
    private @Nullable String excludeConnection;
    private @Nullable IdempotencyKey key;
    private @Nullable Duration delay;
    private @Nullable Duration ttl;
    private boolean compress;
    private boolean echo = true;

    void topic(String value) {
        topic = value;
    }

    void id(String value) {
        id = value;
    }

    /** An empty one is as none: clients make names of it. */
    void messageType(String value) {
        messageType = value.isEmpty() ? null : value;
    }

    void token(@Nullable String value) {
        token = value;
    }

    void since(String value) {
        since = value;
    }

    void excludeConnection(String value) {
        excludeConnection = value;
    }

    /** @throws Refused MALFORMED for an empty one */
    void idempotencyKey(String value) {
        key = IdempotencyKey.named(value);
    }

    /** @throws Refused MALFORMED for what is no number of seconds */
    void delay(String seconds) {
        delay = Seconds.parse("delay", seconds);
    }

    /** @throws Refused MALFORMED for what is no number of seconds above zero */
    void ttl(String seconds) {
        ttl = Seconds.parse("ttl", seconds);
        if (ttl.isZero()) {
            throw malformed("ttl is more than 0 seconds");
        }
    }

    void payload(Payload value) {
        payload = value;
    }

    void compress(boolean value) {
        compress = value;
    }

    void echo(boolean value) {
        echo = value;
    }

    /** Whether the publisher hears it too, where it is subscribed; it does unless it says otherwise. */
    boolean echo() {
        return echo;
    }

    /** @throws Refused INVALID_TOPIC */
    Topic topic() {
        if (topic == null) {
            throw malformed("topic is missing");
        }
        return JsonTopics.of(topic);
    }

    /** @throws Refused MALFORMED when there is none */
    String token() {
        if (token == null) {
            throw malformed("token is missing");
        }
        return token;
    }

    /** From where the client wants to go on; null where it does not say. @throws Refused MALFORMED */
    @Nullable
    Since since() {
        return since == null ? null : Since.parse(since);
    }

    /** The connection that is not to hear it, if there is one to be left out. */
    @Nullable
    String excludeConnection() {
        return excludeConnection;
    }

    /** @param name what the wire calls the payload, for the error */
    Message message(String name) {
        if (payload == null) {
            throw malformed(name + " is missing");
        }
        return Message.of(payload).withId(id).withType(messageType).asBinary(compress);
    }

    /** What is to be published, on the terms that its publisher asks for. */
    Message publication(String name) {
        return message(name).withIdempotencyKey(key).withDelay(delay).withExpiry(ttl);
    }

    static Refused malformed(String detail) {
        return new Refused(Reason.MALFORMED, detail);
    }
}
