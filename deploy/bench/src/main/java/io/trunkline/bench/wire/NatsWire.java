package io.trunkline.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The NATS client protocol inside binary WebSocket messages. */
public final class NatsWire implements Wire {
    @Override
    public Line listener(int index, String topic, LineEvents events) {
        return new NatsLine(index, frame("SUB " + topic + " 1\r\n"), null, events);
    }

    @Override
    public Line publisher(int index, String topic, int payloadSize, LineEvents events) {
        var publish = frame("PUB " + topic + " " + payloadSize + "\r\n" + Stamp.payload(payloadSize) + "\r\n");
        return new NatsLine(index, new byte[0], new Template(publish, index), events);
    }

    static byte[] frame(String operation) {
        return WebSocketFrames.masked(WebSocketFrames.BINARY, operation.getBytes(UTF_8));
    }
}
