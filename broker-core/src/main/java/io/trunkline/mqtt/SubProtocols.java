package io.trunkline.mqtt;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The WebSocket sub-protocols by which clients ask for MQTT: the one of the standards (MQTT-6.0.0-3), and those of clients that are older. */
public final class SubProtocols {
    /** In a list as the header has it, the best first. */
    public static final String NAMES = "mqtt,mqttv3.1.1,mqttv3.1";

    private static final Set<String> KNOWN = Set.of(NAMES.split(","));

    private SubProtocols() {}

    /** Whether one of them is among the values of a client's {@code Sec-WebSocket-Protocol}. */
    public static boolean isOffered(List<String> values) {
        return known(values).findAny().isPresent();
    }

    /** The one the client likes best. */
    static String chosen(List<String> values) {
        return known(values).findFirst().orElseThrow();
    }

    private static Stream<String> known(List<String> values) {
        return values.stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .map(String::strip)
                .filter(KNOWN::contains);
    }
}
