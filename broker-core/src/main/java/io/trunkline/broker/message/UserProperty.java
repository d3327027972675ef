package io.trunkline.broker.message;

/** A name and a value beside the payload (MQTT 5, section 2.2.2.2); names may repeat and order is kept. */
public record UserProperty(String name, String value) {}
