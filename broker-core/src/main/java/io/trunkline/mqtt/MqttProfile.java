package io.trunkline.mqtt;

/**
 * What MQTT offers to one login; announced in the CONNACK and held to.
 *
 * @param highestQos 0, 1 or 2; subscriptions are granted at most this, publishes above it end the connection
 * @param retain whether publishes may be retained
 * @param wildcards whether filters may have {@code +} and {@code #}
 * @param shared whether {@code $share} subscriptions may be made
 * @param window packets in flight towards the client, 1 to {@value #MOST_IN_WINDOW}; the client's own Receive Maximum lowers it
 * @param queuedMessages QoS 1 and 2 messages that may wait for the client, in flight or not, on the line or off it
 * @param publisherProperties whether deliveries name their publisher ({@code id}, {@code subject}, {@code connectionId}) in MQTT 5 user properties
 */
public record MqttProfile(
        int highestQos,
        boolean retain,
        boolean wildcards,
        boolean shared,
        int window,
        int queuedMessages,
        boolean publisherProperties) {
    /** The largest window. */
    public static final int MOST_IN_WINDOW = 200;

    public MqttProfile {
        if (highestQos < 0 || highestQos > 2) {
            throw new IllegalArgumentException("highestQos is 0, 1 or 2");
        }
        if (window < 1 || window > MOST_IN_WINDOW || queuedMessages < 1) {
            throw new IllegalArgumentException("window is 1 to 200, queuedMessages at least 1");
        }
    }

    /** Everything that MQTT has: QoS 2, retain, wildcards, shared subscriptions, a window of 100, 20,000 waiting messages, publisher properties. */
    public static MqttProfile full() {
        return new MqttProfile(2, true, true, true, 100, 20_000, true);
    }
}
