package io.trunkline.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.trunkline.broker.message.UserProperty;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reading MQTT 5 properties of a packet. */
final class PacketProperties {
    private PacketProperties() {}

    static int integer(MqttProperties properties, int id, int absent) {
        return properties.getProperty(id) instanceof MqttProperties.IntegerProperty found ? found.value() : absent;
    }

    /** @throws ProtocolFault when it is there and zero */
    static int positive(MqttProperties properties, int id, int absent) {
        var value = integer(properties, id, absent);
        if (value == 0) {
            throw new ProtocolFault(Codes.PROTOCOL_ERROR, "a property that must not be zero is zero");
        }
        return value;
    }

    /** @throws ProtocolFault when it is there and neither 0 nor 1 */
    static boolean flag(MqttProperties properties, int id, boolean absent) {
        var value = integer(properties, id, absent ? 1 : 0);
        if (value != 0 && value != 1) {
            throw new ProtocolFault(Codes.PROTOCOL_ERROR, "a property that is a yes or a no is neither");
        }
        return value == 1;
    }

    /** 0 when it is not there. @throws ProtocolFault when it is there and zero */
    static int positiveOrAbsent(MqttProperties properties, int id) {
        return properties.getProperty(id) == null
                        && properties.getProperties(id).isEmpty()
                ? 0
                : positive(properties, id, 0);
    }

    static @Nullable String string(MqttProperties properties, int id) {
        return properties.getProperty(id) instanceof MqttProperties.StringProperty found ? found.value() : null;
    }

    static byte @Nullable [] bytes(MqttProperties properties, int id) {
        return properties.getProperty(id) instanceof MqttProperties.BinaryProperty found ? found.value() : null;
    }

    /** All pairs, in order. */
    static List<UserProperty> user(MqttProperties properties) {
        var found = new ArrayList<UserProperty>();
        for (MqttProperties.MqttProperty<?> property : properties.listAll()) {
            if (property instanceof MqttProperties.UserProperties several) {
                several.value().forEach(pair -> found.add(new UserProperty(pair.key, pair.value)));
            } else if (property instanceof MqttProperties.UserProperty one) {
                found.add(new UserProperty(one.value().key, one.value().value));
            }
        }
        return found;
    }

    /** All values that one name has. */
    static List<String> user(MqttProperties properties, String name) {
        return user(properties).stream()
                .filter(property -> property.name().equals(name))
                .map(UserProperty::value)
                .toList();
    }
}
