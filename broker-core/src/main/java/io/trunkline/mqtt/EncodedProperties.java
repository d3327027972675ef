package io.trunkline.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Properties as they stand on the wire (MQTT 5, section 2.2.2.2), without their length. An array and no buffer: they are made for every publication. */
final class EncodedProperties {
    private byte[] bytes = new byte[192];
    private int length;

    EncodedProperties octet(int property, int value) {
        ensure(2);
        bytes[length++] = (byte) property;
        bytes[length++] = (byte) value;
        return this;
    }

    /** Nothing for null. */
    EncodedProperties text(int property, @Nullable String value) {
        return value == null ? this : data(property, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing for null. */
    EncodedProperties data(int property, byte @Nullable [] value) {
        if (value != null) {
            ensure(1);
            bytes[length++] = (byte) property;
            add(value);
        }
        return this;
    }

    /** Nothing for a null value. */
    EncodedProperties user(byte[] name, @Nullable String value) {
        if (value != null) {
            data(MqttProperties.USER_PROPERTY, name);
            add(value.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    private void add(byte[] value) {
        ensure(2 + value.length);
        bytes[length++] = (byte) (value.length >> 8);
        bytes[length++] = (byte) value.length;
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }
}
