package io.trunkline.mqtt;

/**
 * Where clients come in.
 *
 * @param name of the listener in the configuration
 * @param port 0 for any free one
 * @param approach what stands between the socket and its transport
 */
public record MqttListener(String name, Transport transport, String host, int port, Approach approach) {

    /** One without proxies and certificates. */
    public MqttListener(String name, Transport transport, String host, int port) {
        this(name, transport, host, port, Approach.DIRECT);
    }

    public MqttListener {
        if (transport.isSecure() != (approach.contexts() != null)) {
            throw new IllegalArgumentException(name + ": certificates belong to TLS and WSS, and to them alone");
        }
    }

    /** How bytes get here. */
    public enum Transport {
        TCP,
        TLS,
        /** WebSocket, as section 6 of both standards has it. */
        WS,
        WSS;

        public boolean isSecure() {
            return this == TLS || this == WSS;
        }

        boolean isWebSocket() {
            return this == WS || this == WSS;
        }
    }
}
