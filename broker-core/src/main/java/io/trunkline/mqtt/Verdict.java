package io.trunkline.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.trunkline.broker.message.Receipt;
import java.nio.charset.StandardCharsets;

/**
 * What is said of one publish: a code of MQTT 5 and, for clients that want to know more, properties.
 *
 * @param properties encoded, without their length; mostly none, and never more than fits beside the shortest of packets' heads
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Verdict(int code, byte[] properties) {
    private static final byte[] NOTHING = {};
    private static final int LONGEST_REASON = 100;
    private static final Verdict YES = new Verdict(Codes.SUCCESS, NOTHING);
    private static final Verdict UNHEARD = new Verdict(Codes.NO_MATCHING_SUBSCRIBERS, NOTHING);

    /** A code says it all. */
    static Verdict of(int code) {
        return code == Codes.SUCCESS ? YES : new Verdict(code, NOTHING);
    }

    /** A no, and why; a reason that is too long is left out. */
    static Verdict no(int code, String why) {
        var reason = why.getBytes(StandardCharsets.UTF_8);
        return reason.length > LONGEST_REASON
                ? of(code)
                : new Verdict(code, bytes(string(Unpooled.buffer(), MqttProperties.REASON_STRING, reason)));
    }

    /** It was accepted. */
    static Verdict of(Receipt receipt) {
        var due = receipt.scheduledFor();
        var plain = receipt.subscribers() == 0 && due == null ? UNHEARD : YES;
        if (due == null && !receipt.repeat()) {
            return plain;
        }
        var out = Unpooled.buffer();
        if (receipt.repeat()) {
            user(out, "repeat", "true");
        }
        if (due != null) {
            user(out, "scheduled-for", due.toString());
        }
        return new Verdict(plain.code, bytes(out));
    }

    private static void user(ByteBuf out, String name, String value) {
        string(out, MqttProperties.USER_PROPERTY, name.getBytes(StandardCharsets.UTF_8));
        text(out, value.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuf string(ByteBuf out, int property, byte[] text) {
        return text(out.writeByte(property), text);
    }

    private static ByteBuf text(ByteBuf out, byte[] text) {
        return out.writeShort(text.length).writeBytes(text);
    }

    private static byte[] bytes(ByteBuf out) {
        return ByteBufUtil.getBytes(out);
    }
}
