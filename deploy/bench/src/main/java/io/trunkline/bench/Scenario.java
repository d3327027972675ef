package io.trunkline.bench;

/** What can be measured. */
enum Scenario {
    /** WebSocket fan-out beside NATS. */
    WS,
    /** MQTT fan-out and fan-in beside mosquitto. */
    MQTT,
    /** Memory of idle WebSockets and MQTT sessions. */
    IDLE,
    /** From the start of the process to ready. */
    START,
    /** What is acknowledged when it is on disk. */
    DURABLE,
    /** Many who come back after a restart. */
    RESUME,
    /** A log of millions of rows; only where it is asked for. */
    LOG
}
