package io.trunkline.bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** MQTT 3.1.1 or 5 over TCP, publishing and subscribing at one quality of service. */
public final class MqttWire implements Wire {
    private static final int CLEAN = 0x02;
    private static final int WITH_CREDENTIALS = 0xC0;
    private static final int KEEP_ALIVE_SECONDS = 600;

    private final boolean five;
    private final int qos;
    private final String username;
    private final String password;

    /** @param version 4 for MQTT 3.1.1, 5 for MQTT 5 */
    public MqttWire(int version, int qos, String username, String password) {
        this.five = version == 5;
        this.qos = qos;
        this.username = username;
        this.password = password;
    }

    @Override
    public Line listener(int index, String topic, LineEvents events) {
        return new MqttLine(index, this, topic, null, events);
    }

    @Override
    public Line publisher(int index, String topic, int payloadSize, LineEvents events) {
        ByteBuf body = text(Unpooled.buffer(), topic);
        int packetIdAt = body.writerIndex();
        if (qos > 0) {
            body.writeShort(0);
        }
        ByteBufUtil.writeAscii(properties(body), Stamp.payload(payloadSize));
        int bodyLength = body.readableBytes();
        byte[] publish = packet(0x30 | qos << 1, body);
        var template =
                new MqttTemplate(new Template(publish, index), qos > 0 ? publish.length - bodyLength + packetIdAt : -1);
        return new MqttLine(index, this, null, template, events);
    }

    /** A line that only stays open. */
    public Line idle(int index, LineEvents events) {
        return new MqttLine(index, this, null, null, events);
    }

    int qos() {
        return qos;
    }

    boolean five() {
        return five;
    }

    byte[] connect(String clientId) {
        ByteBuf body = text(Unpooled.buffer(), "MQTT").writeByte(five ? 5 : 4).writeByte(CLEAN | WITH_CREDENTIALS);
        properties(body.writeShort(KEEP_ALIVE_SECONDS));
        text(text(text(body, clientId), username), password);
        return packet(0x10, body);
    }

    byte[] subscribe(String topic) {
        return packet(
                0x82, text(properties(Unpooled.buffer().writeShort(1)), topic).writeByte(qos));
    }

    private ByteBuf properties(ByteBuf body) {
        return five ? body.writeByte(0) : body;
    }

    private static ByteBuf text(ByteBuf out, String text) {
        out.writeShort(ByteBufUtil.utf8Bytes(text));
        ByteBufUtil.writeUtf8(out, text);
        return out;
    }

    private static byte[] packet(int first, ByteBuf body) {
        ByteBuf out = Unpooled.buffer().writeByte(first);
        int length = body.readableBytes();
        while (length > 0x7f) {
            out.writeByte((length & 0x7f) | 0x80);
            length >>>= 7;
        }
        return ByteBufUtil.getBytes(out.writeByte(length).writeBytes(body));
    }
}
