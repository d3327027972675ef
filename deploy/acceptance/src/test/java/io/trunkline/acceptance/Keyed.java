package io.trunkline.acceptance;

import org.jspecify.annotations.Nullable;

/** Somebody's line at a door where a message may say by which key it is known again. */
interface Keyed extends AutoCloseable {
    /**
     * Publishes, and returns when it is acknowledged; whatever it throws, nobody knows whether it was published.
     *
     * @return where the log has it, at a door that tells
     */
    @Nullable
    String publish(String topic, String text, String key);

    @Override
    void close();
}
