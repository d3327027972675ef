package io.trunkline.bench.wire;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An MQTT line: CONNECT, one SUBSCRIBE or none, PUBLISH both ways, and the acknowledgements of QoS 1 and 2. */
final class MqttLine extends Line {
    private static final int CONNACK = 2;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int PUBREC = 5;
    private static final int PUBREL = 6;
    private static final int PUBCOMP = 7;
    private static final int SUBACK = 9;
    private static final int REFUSED = 0x80;

    private final MqttWire wire;
    private final @Nullable String topic;
    private final @Nullable MqttTemplate template;

    /** A line with a topic listens to it, one with a template publishes, one with neither only stays open. */
    MqttLine(int index, MqttWire wire, @Nullable String topic, @Nullable MqttTemplate template, LineEvents events) {
        super(index, events);
        this.wire = wire;
        this.topic = topic;
        this.template = template;
    }

    @Override
    void opened() {
        send(wire.connect((template == null ? "s" : "p") + index));
    }

    @Override
    public void publish(int sequence) {
        send(Objects.requireNonNull(template).stamped(channel().alloc(), sequence));
    }

    @Override
    void cut(ByteBuf in, long nanos) {
        int index = in.readerIndex();
        int end = in.writerIndex();
        while (end - index >= 2) {
            int lengthEnd = lengthEnd(in, index + 1, end);
            if (lengthEnd < 0) {
                break;
            }
            int next = lengthEnd + variableInteger(in, index + 1);
            if (next > end) {
                break;
            }
            packet(in, index, lengthEnd, next, nanos);
            index = next;
        }
        in.readerIndex(index);
    }

    private void packet(ByteBuf in, int index, int body, int next, long nanos) {
        int first = in.getUnsignedByte(index);
        switch (first >> 4) {
            case PUBLISH -> delivered(in, first >> 1 & 3, body, next - index, nanos);
            case PUBACK, PUBCOMP -> acknowledged(in, body, next);
            case PUBREC -> received(in, body, next);
            case PUBREL -> answer(0x7002, in.getUnsignedShort(body));
            case CONNACK -> connected(in.getUnsignedByte(body + 1));
            case SUBACK -> subscribed(in.getUnsignedByte(next - 1));
            default -> fail("an MQTT packet with first byte " + first);
        }
    }

    private void delivered(ByteBuf in, int deliveredQos, int body, int size, long nanos) {
        int payload = body + 2 + in.getUnsignedShort(body);
        if (deliveredQos > 0) {
            answer(deliveredQos == 1 ? 0x4002 : 0x5002, in.getUnsignedShort(payload));
            payload += 2;
        }
        if (wire.five()) {
            payload = lengthEnd(in, payload, in.writerIndex()) + variableInteger(in, payload);
        }
        events.delivered(index, Stamp.read(in, payload), size, nanos);
    }

    /** A packet of two bytes before its identifier. */
    private void answer(int head, int packetId) {
        send(channel().alloc().directBuffer(4).writeShort(head).writeShort(packetId));
    }

    private void received(ByteBuf in, int body, int next) {
        if (refused(in, body, next)) {
            fail("PUBREC with reason code " + in.getUnsignedByte(body + 2));
        } else {
            answer(0x6202, in.getUnsignedShort(body));
        }
    }

    private static boolean refused(ByteBuf in, int body, int next) {
        return next - body > 2 && in.getUnsignedByte(body + 2) >= REFUSED;
    }

    private void acknowledged(ByteBuf in, int body, int next) {
        if (refused(in, body, next)) {
            fail("PUBACK or PUBCOMP with reason code " + in.getUnsignedByte(body + 2));
            return;
        }
        events.acknowledged(index, in.getUnsignedShort(body));
    }

    private void connected(int code) {
        if (code != 0) {
            fail("CONNACK with code " + code);
        } else if (topic == null) {
            becomeReady();
        } else {
            send(wire.subscribe(topic));
        }
    }

    private void subscribed(int code) {
        if (code == wire.qos()) {
            becomeReady();
        } else {
            fail("SUBACK with code " + code);
        }
    }

    /** Index behind the variable byte integer at {@code from}, or -1 when it is not whole before {@code end}. */
    private static int lengthEnd(ByteBuf in, int from, int end) {
        for (int index = from; index < end; index++) {
            if (in.getByte(index) >= 0) {
                return index + 1;
            }
        }
        return -1;
    }

    private static int variableInteger(ByteBuf in, int from) {
        int value = 0;
        int shift = 0;
        int index = from;
        while (in.getByte(index) < 0) {
            value |= (in.getByte(index++) & 0x7f) << shift;
            shift += 7;
        }
        return value | in.getByte(index) << shift;
    }
}
