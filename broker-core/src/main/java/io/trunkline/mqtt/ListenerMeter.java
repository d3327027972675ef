package io.trunkline.mqtt;

/** Hears what happens at one listener, to count it. Called on event loops: implementations return at once and never throw. */
public interface ListenerMeter {
    ListenerMeter NONE = new ListenerMeter() {};

    /** A socket was accepted. */
    default void accepted() {}

    /** A client got its CONNACK. */
    default void opened() {}

    /** One that was opened is closed. */
    default void closed() {}

    /** A connection ended before its CONNACK, by us and for this reason: the code of a {@link io.trunkline.broker.refusal.Reason}, or one of {@link Turned}. */
    default void refused(String reason) {}

    /** So much was read, as MQTT, without what TLS and WebSocket put around it. */
    default void read(int bytes) {}

    /** A packet was read. */
    default void packet() {}

    /** So much was written, likewise. */
    default void written(int packets, int bytes) {}
}
