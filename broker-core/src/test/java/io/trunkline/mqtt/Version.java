package io.trunkline.mqtt;

import static io.trunkline.mqtt.Wire.bytes;
import static io.trunkline.mqtt.Wire.packet;
import static io.trunkline.mqtt.Wire.properties;
import static io.trunkline.mqtt.Wire.u16;
import static io.trunkline.mqtt.Wire.utf8;

/** The packets of one version of the protocol, as bytes. */
enum Version {
    V3(4),
    V5(5);

    static final int CLEAN = 0x02;
    static final int WILL = 0x04;
    static final int WILL_RETAIN = 0x20;
    static final int PASSWORD = 0x40;
    static final int USER = 0x80;

    private final int level;

    Version(int level) {
        this.level = level;
    }

    int level() {
        return level;
    }

    /** No properties, where there could be some. */
    byte[] none() {
        return this == V5 ? properties() : bytes();
    }

    /** A CONNECT without properties, keep-alive 60. */
    byte[] connect(int flags, Object... payload) {
        return connect(flags, none(), payload);
    }

    byte[] connect(int flags, byte[] properties, Object[] payload) {
        return packet(0x10, "MQTT", level, flags, u16(60), properties, bytes(payload));
    }

    byte[] publish(int first, String topic, int id, String payload) {
        return publish(first, topic, id, none(), payload);
    }

    byte[] publish(int first, String topic, int id, byte[] properties, String payload) {
        var hasId = (first & 0x06) != 0;
        return packet(first, topic, hasId ? u16(id) : bytes(), properties, utf8(payload));
    }

    /** @param filters each with its options: a String and an Integer */
    byte[] subscribe(int id, Object... filters) {
        return packet(0x82, u16(id), none(), bytes(filters));
    }

    byte[] suback(int id, Integer... codes) {
        return packet(0x90, u16(id), none(), bytes((Object[]) codes));
    }

    byte[] unsubscribe(int id, Object... filters) {
        return packet(0xA2, u16(id), none(), bytes(filters));
    }

    /** @param codes only said in version 5 */
    byte[] unsuback(int id, Integer... codes) {
        return packet(0xB0, u16(id), none(), this == V5 ? bytes((Object[]) codes) : bytes());
    }

    /** An acknowledgement without a reason. */
    static byte[] ack(int first, int id) {
        return packet(first, u16(id));
    }

    /** The PUBACK or PUBREC of a publish that nobody subscribed to. */
    byte[] unheard(int first, int id) {
        return this == V5 ? packet(first, u16(id), 0x10) : ack(first, id);
    }
}
