package io.trunkline.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Function;

/** The realtime WebSocket of this platform: JSON frames to and from {@code /apps/{appId}}. */
public final class TrunklineWire implements Wire {
    private final Function<String, String> pathOfSubject;
    private final boolean acknowledged;

    /** @param pathOfSubject the path of the upgrade, with a token in its query, for a subject of its own */
    public TrunklineWire(Function<String, String> pathOfSubject) {
        this(pathOfSubject, false);
    }

    private TrunklineWire(Function<String, String> pathOfSubject, boolean acknowledged) {
        this.pathOfSubject = pathOfSubject;
        this.acknowledged = acknowledged;
    }

    /** The same, where publishers hear that the server has what they publish; nobody recognises it where it is delivered. */
    public TrunklineWire acknowledged() {
        return new TrunklineWire(pathOfSubject, true);
    }

    @Override
    public Line listener(int index, String topic, LineEvents events) {
        var subscribe = frame("{\"type\":\"subscribe\",\"data\":{\"topic\":\"" + topic + "\"}}");
        return new TrunklineLine(index, pathOfSubject.apply("s" + index), subscribe, null, events);
    }

    /** A line that hears what was published to {@code topic} since a position; ready once the server has said that nothing is missing. */
    public Line resumer(int index, String topic, String since, LineEvents events) {
        var subscribe =
                frame("{\"type\":\"subscribe\",\"data\":{\"topic\":\"" + topic + "\",\"since\":\"" + since + "\"}}");
        return new TrunklineLine(index, pathOfSubject.apply("r" + index), subscribe, null, events)
                .saying("\"resumed\"");
    }

    @Override
    public Line publisher(int index, String topic, int payloadSize, LineEvents events) {
        if (acknowledged) {
            var numbered = frame("{\"type\":\"publish\",\"data\":{\"id\":\"" + Stamp.payload(Stamp.LENGTH)
                    + "\",\"topic\":\"" + topic + "\",\"payload\":\"" + "x".repeat(payloadSize) + "\"}}");
            return new AcknowledgedLine(index, pathOfSubject.apply("p" + index), new Template(numbered, index), events);
        }
        var publish = frame("{\"type\":\"publish\",\"data\":{\"topic\":\"" + topic + "\",\"payload\":\""
                + Stamp.payload(payloadSize) + "\"}}");
        return new TrunklineLine(index, pathOfSubject.apply("p" + index), null, new Template(publish, index), events);
    }

    /** A line that stays on what every connection hears from the start. */
    public Line idle(int index, LineEvents events) {
        return new TrunklineLine(index, pathOfSubject.apply("i" + index), null, null, events);
    }

    private static byte[] frame(String json) {
        return WebSocketFrames.masked(WebSocketFrames.TEXT, json.getBytes(UTF_8));
    }
}
