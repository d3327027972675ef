package io.trunkline.standalone;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * An MQTT port for closed networks and conformance suites: who comes without credentials is a client of one application.
 *
 * @param port of the listener
 * @param application the id of the application
 */
record AnonymousListener(int port, String application) {
    static final String SETTING = "TRUNKLINE_MQTT_ANONYMOUS";
    private static final Pattern FORM = Pattern.compile("(\\d{1,5}):([0-9a-f]{32})");

    /** @throws StartFailure unless it has the form {@code port:appId} */
    static AnonymousListener parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new StartFailure(SETTING + "=" + text + " does not have the form <port>:<appId>");
        }
        return new AnonymousListener(Integer.parseInt(parts.group(1)), parts.group(2));
    }

    /** As the gateway reads it. */
    Map<String, Object> settings() {
        var listener = "trunkline.mqtt.listeners.anonymous.";
        return Map.of(
                listener + "transport", "tcp",
                listener + "port", port,
                listener + "anonymous-application", application);
    }
}
