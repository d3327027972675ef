package io.trunkline.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the terminal shows when the platform is ready.
 *
 * @param data the data directory
 */
record Welcome(StandaloneSettings settings, Path data, String operatorToken) {
    private static final String TOPIC = "chat";
    private static final String CLIENT = "[\"realtime:subscriber:read:topic:*\",\"realtime:publisher:write:topic:*\"]";
    private static final String BACKEND =
            "[\"realtime:publisher:write:topic:*\",\"realtime:admin:manage:application\"]";

    String text(Duration startedIn, Optional<StarterApplication> starter) {
        return """

                Trunkline is ready after %.1f s (Ctrl-C stops it).

                  gateway         %s
                %s  admin           %s
                  telemetry       %s
                  data and logs   %s
                  operator token  %s

                %s
                """.formatted(
                        startedIn.toMillis() / 1000.0,
                        settings.gatewayUrl(),
                        addresses(),
                        settings.adminUrl(),
                        settings.telemetryUrl(),
                        data,
                        operatorToken,
                        starter.map(this::lines).orElseGet(this::lineToBegin));
    }

    /** Where clients are served beside plain HTTP, and whom they have to trust for that. */
    private String addresses() {
        return Stream.of(
                        address("by TLS", "https", settings.httpsPort()),
                        address("mqtt", "mqtt", settings.mqttPort()),
                        address("mqtt by TLS", "mqtts", settings.mqttsPort()),
                        address("", "mqtts", settings.secondMqttsPort()),
                        settings.authority(data).map(path -> line("trust for TLS", path.toString())))
                .flatMap(Optional::stream)
                .collect(Collectors.joining());
    }

    private Optional<String> address(String name, String scheme, OptionalInt port) {
        return port.isEmpty()
                ? Optional.empty()
                : Optional.of(line(name, scheme + "://" + settings.host() + ":" + port.getAsInt()));
    }

    private static String line(String name, String value) {
        return "  %-15s %s%n".formatted(name, value);
    }

    private String lines(StarterApplication starter) {
        var now = Instant.now();
        var websocket = StarterToken.signed(starter.authKey(), "websocket-user", CLIENT, now);
        var mqtt = StarterToken.signed(starter.authKey(), "mqtt-user", CLIENT, now);
        var backend = StarterToken.signed(starter.adminKey(), "backend", BACKEND, now);
        return """
                Paste each line into a terminal of its own; the tokens of application %1$s are good for a day.
                Subscribe by WebSocket:
                npx -y wscat -w -1 -x '{"type":"subscribe","data":{"topic":"%2$s"}}' -c 'ws://%3$s:%4$d/apps/%1$s?access_token=%5$s'
                %6$sPublish by HTTP:
                curl -H 'Authorization: Bearer %7$s' -H 'Content-Type: application/json' -d '{"topic":"%2$s","message":"hello"}' http://%3$s:%4$d/api/topics/%1$s/publish
                Fetch the config.js that the demos of the Realtime Pub/Sub system begin with:
                curl -H 'Authorization: Bearer %8$s' -o config.js http://%3$s:%4$d/admin/v1/applications/%1$s/config.js""".formatted(
                        starter.id(),
                        TOPIC,
                        settings.host(),
                        settings.ports().gateway(),
                        websocket,
                        mqttLine(starter, mqtt),
                        backend,
                        operatorToken);
    }

    private String mqttLine(StarterApplication starter, String token) {
        var port = settings.mqttPort();
        return port.isEmpty() ? "" : """
                        Subscribe by MQTT:
                        mosquitto_sub -h %s -p %d -u %s -P %s -t %s
                        """.formatted(settings.host(), port.getAsInt(), starter.id(), token, TOPIC);
    }

    private String lineToBegin() {
        return """
                Create an application:
                curl -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' -d '{"name":"first"}' %s/admin/v1/applications""".formatted(operatorToken, settings.gatewayUrl());
    }
}
