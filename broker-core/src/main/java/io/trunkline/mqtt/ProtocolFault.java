package io.trunkline.mqtt;

/** What a peer did against the protocol, with the MQTT 5 reason code for it; it ends the connection. */
final class ProtocolFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    ProtocolFault(int code, String text) {
        super(text, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    String text() {
        var message = getMessage();
        return message == null ? "" : message;
    }
}
