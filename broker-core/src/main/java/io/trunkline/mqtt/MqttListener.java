package io.trunkline.mqtt;

/**
 * Where clients come in.
 *
 * @param name of the listener in the configuration
 * @param port 0 for any free one
 */
public record MqttListener(String name, Transport transport, String host, int port) {

    /** How bytes get here. */
    public enum Transport {
        TCP
    }
}
