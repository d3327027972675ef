package io.trunkline.standalone;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
        @DefaultValue Mqtt mqtt,
        @DefaultValue Https https,
        @DefaultValue Tls tls) {

    /** @param bundles whose certificates are shown; none: the local authority signs */
    record Tls(@DefaultValue List<String> bundles) {}

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

    /** The listeners that there are without any setting. */
    record Listeners(
            @DefaultValue Listener tcp,
            @DefaultValue Listener tls,
            @DefaultValue Listener tls8443) {}

    /** @param port absent: the listener's usual one */
    record Listener(
            @Nullable Integer port, @DefaultValue("true") boolean enabled) {

        OptionalInt open(int usual) {
            return enabled ? OptionalInt.of(port == null ? usual : port) : OptionalInt.empty();
        }
    }

    /** Everything HTTP, and MQTT over WebSocket, by TLS. */
    record Https(
            @DefaultValue("8884") int port,
            @DefaultValue("true") boolean enabled) {}

    static StandaloneSettings of(ConfigurableEnvironment environment) {
        return Binder.get(environment).bindOrCreate("trunkline", StandaloneSettings.class);
    }

    OptionalInt mqttPort() {
        return mqtt.listeners().tcp().open(1883);
    }

    OptionalInt mqttsPort() {
        return mqtt.listeners().tls().open(8883);
    }

    OptionalInt secondMqttsPort() {
        return mqtt.listeners().tls8443().open(8443);
    }

    OptionalInt httpsPort() {
        return https.enabled() ? OptionalInt.of(https.port()) : OptionalInt.empty();
    }

    /** Where clients find the authority that has signed our certificates; none where certificates are the operator's own. */
    Optional<Path> authority(Path data) {
        return tls.bundles().isEmpty() ? Optional.of(data.resolve("tls/ca.pem")) : Optional.empty();
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
