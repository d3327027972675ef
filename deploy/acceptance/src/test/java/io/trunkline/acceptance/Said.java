package io.trunkline.acceptance;

import org.jspecify.annotations.Nullable;

/** What one MQTT client says and another hears; the last two only in MQTT 5. */
record Said(
        String topic,
        String text,
        int qos,
        boolean retain,
        @Nullable String responseTopic,
        @Nullable String correlation) {

    static Said of(String topic, String text, int qos) {
        return new Said(topic, text, qos, false, null, null);
    }

    Said retained() {
        return new Said(topic, text, qos, true, responseTopic, correlation);
    }

    /** As a request. */
    Said answeredTo(String answers, String number) {
        return new Said(topic, text, qos, retain, answers, number);
    }
}
