package io.trunkline.gateway.realtime;

import io.trunkline.broker.message.Message;
import io.trunkline.broker.topic.Topic;

/** What a client sends: one JSON object in a text frame, {@code {"type":..., "data":{...}}}. */
sealed interface ClientFrame {
    record Subscribe(Topic topic) implements ClientFrame {}

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
