package io.trunkline.gateway.forward;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.topic.Topic;
import java.time.Instant;
import java.util.List;

/** Inbound messages as the core hands them out. */
final class Sent {
    static final String NODE = "0123abcd";
    static final String CONNECTION = "c".repeat(32);
    static final ApplicationId APPLICATION = new ApplicationId("a".repeat(32));
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private Sent() {}

    static Publication by(String subject, String id, Message message) {
        var client = new Principal(APPLICATION, subject, Permissions.of(List.of("x:y")), CONNECTION).asPlatform();
        return new Publication(new Stamp(id, NOON, NODE), client, Topic.of("secure/inbound"), message);
    }

    static Publication text(String id) {
        return by("me", id, Message.of(Payload.text(id)));
    }
}
