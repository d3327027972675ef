package io.trunkline.gateway.realtime;

import io.trunkline.broker.history.Since;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.topic.Topic;
import org.jspecify.annotations.Nullable;

/** What a client sends: one JSON object in a text frame, {@code {"type":..., "data":{...}}}. */
sealed interface ClientFrame {
    /**
     * To hear a topic.
     *
     * @param since from where in its log; null for what comes live alone
     */
    record Subscribe(Topic topic, @Nullable Since since) implements ClientFrame {}

    record Unsubscribe(Topic topic) implements ClientFrame {}

    /**
     * To all who are subscribed to a topic.
     *
     * @param echo whether its publisher is one of them
     */
    record Publish(Topic topic, Message message, boolean echo) implements ClientFrame {}

    /** To the application's backends, wherever they listen. */
    record Inbound(Message message) implements ClientFrame {}

    /** Instead of the token it came with. */
    record Refresh(String token) implements ClientFrame {}
}
