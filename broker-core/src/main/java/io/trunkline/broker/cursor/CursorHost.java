package io.trunkline.broker.cursor;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import reactor.core.publisher.Mono;

/** What a broker does for its cursors. */
public interface CursorHost {
    /** What a topic remembers now; nothing where there is no such application. */
    Retention retention(ApplicationId application, Topic topic);

    /** Publishes, as the platform, what could not be delivered; completes when it is accepted. */
    Mono<Void> bury(Publication dead, Topic to, Message message);

    /** Does this by the side, for as long as the broker is there. */
    void run(Mono<Void> work);
}
