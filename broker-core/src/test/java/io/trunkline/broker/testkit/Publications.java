package io.trunkline.broker.testkit;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Messages, publications and the text they carry. */
public final class Publications {
    /** When all of them were published. */
    public static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private Publications() {}

    public static Message message(String text) {
        return Message.of(Payload.text(text));
    }

    /** A message that its topic keeps as its last value. */
    public static Message retained(String text) {
        return message(text).withDelivery(0, true);
    }

    public static Publication of(String topic, String text) {
        return of(Principals.anyone(), topic, message(text));
    }

    public static Publication of(Principal publisher, String topic, Message message) {
        return new Publication(new Stamp("id-" + topic, TIME, "0000000a"), publisher, Topic.of(topic), message);
    }

    public static String text(Publication publication) {
        return new String(publication.payload().octets(), StandardCharsets.UTF_8);
    }
}
