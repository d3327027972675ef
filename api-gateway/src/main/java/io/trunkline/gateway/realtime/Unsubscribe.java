package io.trunkline.gateway.realtime;

import io.trunkline.broker.topic.Topic;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The order to end subscriptions.
 *
 * @param topicPatterns with the meaning of the npm module {@code matcher}
 * @param subject whose
 */
record Unsubscribe(List<String> topicPatterns, String subject) {
    static final int MAX_BYTES = 128 << 10;

    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * Reads a body.
     *
     * @param most how many patterns there may be
     * @throws io.trunkline.broker.refusal.Refused MALFORMED
     */
    static Unsubscribe of(byte[] body, int most) {
        try {
            var json = JSON.readTree(body);
            var patterns = json.path("topicPatterns");
            if (!patterns.isArray() || patterns.isEmpty() || patterns.size() > most) {
                throw Fields.malformed("topicPatterns is a list of 1 to " + most + " patterns");
            }
            return new Unsubscribe(
                    patterns.valueStream().map(Unsubscribe::pattern).toList(), subject(json));
        } catch (JacksonException broken) {
            throw Fields.malformed("The body is not valid JSON");
        }
    }

    private static String pattern(JsonNode pattern) {
        if (!pattern.isString() || pattern.stringValue().length() > Topic.MAX_LENGTH) {
            throw Fields.malformed("a pattern is a string of at most " + Topic.MAX_LENGTH + " characters");
        }
        return pattern.stringValue();
    }

    private static String subject(JsonNode json) {
        var subject = json.path("subject");
        if (!subject.isString() || subject.stringValue().isEmpty()) {
            throw Fields.malformed("subject is missing");
        }
        return subject.stringValue();
    }
}
