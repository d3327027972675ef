package io.trunkline.acceptance;

import org.jspecify.annotations.Nullable;

/** Publishes by HTTP, with the header {@code Idempotency-Key}. */
record KeyedCalls(Application application) implements Keyed {
    @Override
    public @Nullable String publish(String topic, String text, String key) {
        var answer = application.publishOnce(topic, Api.JSON.writeValueAsString(text), key);
        if (answer.status() != 200) {
            throw new IllegalStateException(
                    answer.status() + " " + answer.body().path("title").asString());
        }
        return answer.body().path("position").asString();
    }

    @Override
    public void close() {
        // each call is by itself
    }
}
