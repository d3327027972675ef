package io.trunkline.broker.explain;

import io.trunkline.broker.history.Since;
import io.trunkline.broker.observe.Bygone;
import io.trunkline.broker.observe.Interest;
import io.trunkline.broker.observe.Overtaken;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened, and when. */
interface Entry {
    Instant at();

    /** A delivery was not made. */
    record Loss(Instant at, String connection, String message, Reason reason) implements Entry {}

    /** A log had forgotten what was to be delivered. */
    record Gap(Instant at, Overtaken overtaken, Reason reason) implements Entry {}

    /** A member of a group was chosen. */
    record Choice(Instant at, String connection, String message, String group) implements Entry {}

    /** A publish was refused. */
    record Refusal(Instant at, @Nullable String publisher, Topic topic, String message, Reason reason)
            implements Entry {}

    /** A publish was answered as a repeat. */
    record Repeat(Instant at, Topic topic, String message) implements Entry {}

    /** A message is to be published later. */
    record Deferred(Instant at, String message, Instant due) implements Entry {}

    /** A subscription was refused. */
    record Turned(Instant at, String connection, TopicFilter filter, Reason reason) implements Entry {}

    /** A subscription began with what the log has. */
    record Resumed(Instant at, String connection, TopicFilter filter, Since since) implements Entry {}

    /** A subscription ended before its connection did. */
    record Lapse(Instant at, String connection, Interest interest) implements Entry {}

    /** A client's line ended. */
    record Gone(Instant at, Bygone line) implements Entry {}
}
