package io.trunkline.broker;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.topic.Topic;
import java.time.InstantSource;

/** Station 6: makes an admitted message a publication. */
final class Stamper {
    private final Ids ids;
    private final InstantSource clock;
    private final String node;

    Stamper(Ids ids, InstantSource clock, String node) {
        this.ids = ids;
        this.clock = clock;
        this.node = node;
    }

    Publication stamp(Principal publisher, Topic topic, Message message) {
        var given = message.id();
        var stamp = new Stamp(given == null ? ids.message() : given, clock.instant(), node);
        return new Publication(stamp, publisher, topic, message);
    }
}
