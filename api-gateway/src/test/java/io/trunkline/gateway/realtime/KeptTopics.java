package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.RealtimeGateway.KEEPING;

import io.trunkline.broker.Broker;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What tests do with topics that have a history. */
final class KeptTopics {
    static final String HISTORY = "/api/topics/" + KEEPING + "/history";
    private static final String WRITE = "realtime:publisher:write:topic:*";
    private static final String PUBLISH = "/api/topics/" + KEEPING + "/publish";

    private KeptTopics() {}

    /** By HTTP; answers the answer. */
    static JsonNode publish(RealtimeGateway to, String topic, Object message) throws Exception {
        var answer = to.post(
                PUBLISH,
                RealtimeGateway.adminToken(KEEPING, WRITE),
                "{\"topic\":\"" + topic + "\",\"message\":" + message + "}");
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    static String position(RealtimeGateway to, String topic, Object message) throws Exception {
        return publish(to, topic, message).path("position").stringValue();
    }

    /** Many numbers, without a door; answers the position of the last. */
    static String fill(RealtimeGateway to, String topic, int from, int end) {
        var broker = to.running().bean(Broker.class);
        var backend = new Principal(new ApplicationId(KEEPING), "backend", Permissions.of(List.of(WRITE)));
        return IntStream.range(from, end)
                .mapToObj(number -> Objects.requireNonNull(broker.publish(
                                backend,
                                Topic.of(topic),
                                Message.of(Payload.json(Integer.toString(number).getBytes(StandardCharsets.UTF_8))))
                        .block(Duration.ofSeconds(10))))
                .reduce((first, last) -> last)
                .map(receipt -> Objects.requireNonNull(receipt.position()).text())
                .orElseThrow();
    }

    /** The offset of a position behind it by so many. */
    static String plus(String position, int more) {
        var colon = position.indexOf(':') + 1;
        return position.substring(0, colon) + (Long.parseLong(position.substring(colon)) + more);
    }

    static String subscribe(String topic, String since) {
        return "{\"type\":\"subscribe\",\"data\":{\"topic\":\"" + topic + "\",\"since\":\"" + since + "\"}}";
    }

    static String frame(String topic, Object message, String position) {
        return "{\"topic\":\"" + topic + "\",\"messageType\":\"broadcast\",\"data\":" + message + ",\"position\":\""
                + position + "\"}";
    }

    static JsonNode history(RealtimeGateway of, String query) throws Exception {
        var answer = of.get(HISTORY + query, RealtimeGateway.token(KEEPING, "reader"));
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
        return JsonMapper.shared().readTree(answer.body());
    }
}
