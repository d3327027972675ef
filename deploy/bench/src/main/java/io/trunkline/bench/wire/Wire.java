package io.trunkline.bench.wire;

/** One protocol, spoken to one server: makes the lines of a load. */
public interface Wire {
    /** A line that hears {@code topic}; ready once its subscription is in force. */
    Line listener(int index, String topic, LineEvents events);

    /** A line that publishes payloads of {@code payloadSize} bytes to {@code topic}. */
    Line publisher(int index, String topic, int payloadSize, LineEvents events);
}
