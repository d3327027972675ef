package io.trunkline.mqtt;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;

/** A packet that the codec could not read, after which nothing of its client can be. */
record Unreadable(MqttMessage packet) {

    /** Ends its line, as the standard wants it at this point of the line's life. */
    void end(Line line) {
        if (line.isOpen()) {
            disconnect(line);
        } else {
            refuse(line);
        }
    }

    private Throwable cause() {
        return packet.decoderResult().cause();
    }

    private void disconnect(Line line) {
        if (cause() instanceof ProtocolFault fault) {
            line.disconnect(fault.code(), fault.text());
        } else if (cause() instanceof TooLongFrameException) {
            line.disconnect(Codes.PACKET_TOO_LARGE, "packet too large");
        } else {
            line.disconnect(Codes.MALFORMED, "malformed packet");
        }
    }

    /** What is no CONNECT at all has no answer. */
    private void refuse(Line line) {
        if (cause() instanceof MqttUnacceptableProtocolVersionException) {
            line.refuse(Codes.UNSUPPORTED_VERSION, "unknown protocol version", false);
        } else if (cause() instanceof MqttIdentifierRejectedException) {
            var version5 = packet.variableHeader() instanceof MqttConnectVariableHeader header && header.version() >= 5;
            line.refuse(Codes.CLIENT_ID_INVALID, "client id or will topic not accepted", version5);
        } else {
            line.close();
        }
    }
}
