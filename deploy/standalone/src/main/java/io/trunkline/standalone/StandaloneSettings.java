package io.trunkline.standalone;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * What the launcher itself must know; each service reads its own settings beside these.
 *
 * @param dataDir where everything is kept that survives a restart
 * @param bind the address that every listener binds to
 * @param operatorToken the operator's bearer token; absent: made on first start and kept in the data directory
 * @param serviceToken what our services say to each other; absent: as above
 * @param databaseUrl a PostgreSQL of your own; absent: the embedded one
 */
record StandaloneSettings(
        @DefaultValue("./data") Path dataDir,
        @DefaultValue("127.0.0.1") String bind,
        @Nullable String operatorToken,
        @Nullable String serviceToken,
        @Nullable String databaseUrl,
        @DefaultValue Ports ports,
        @DefaultValue Mqtt mqtt) {

    /** The HTTP ports of the three services. */
    record Ports(
            @DefaultValue("8080") int gateway,
            @DefaultValue("8081") int admin,
            @DefaultValue("8082") int telemetry) {}

    /**
     * The part of the gateway's MQTT settings that the launcher reads.
     *
     * @param anonymous {@code port:appId} of a listener for clients without credentials; absent: there is none
     */
    record Mqtt(@DefaultValue Listeners listeners, @Nullable String anonymous) {}

    /** The listeners by name; only the plain one is always there. */
    record Listeners(@DefaultValue Listener tcp) {}

    /** One listener's port. */
    record Listener(@DefaultValue("1883") int port) {}

    static StandaloneSettings of(ConfigurableEnvironment environment) {
        return Binder.get(environment).bindOrCreate("trunkline", StandaloneSettings.class);
    }

    int mqttPort() {
        return mqtt.listeners().tcp().port();
    }

    Optional<AnonymousListener> anonymousMqtt() {
        return Optional.ofNullable(mqtt.anonymous())
                .filter(text -> !text.isBlank())
                .map(AnonymousListener::parse);
    }

    /** An address under which this machine reaches what listens on {@link #bind}. */
    String host() {
        return switch (bind) {
            case "0.0.0.0", "::" -> "127.0.0.1";
            default -> bind.contains(":") ? "[" + bind + "]" : bind;
        };
    }

    String gatewayUrl() {
        return "http://" + host() + ":" + ports.gateway();
    }

    String adminUrl() {
        return "http://" + host() + ":" + ports.admin();
    }

    String telemetryUrl() {
        return "http://" + host() + ":" + ports.telemetry();
    }
}
