package io.trunkline.gateway.mqtt;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.mqtt.MqttDialect;
import io.trunkline.mqtt.MqttDoor;
import io.trunkline.mqtt.MqttListener;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The MQTT door's life with the application: listeners open when it starts, and close first when it stops. */
final class MqttListening implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(MqttListening.class);

    private final MqttProperties properties;
    private final MqttDialect dialect;
    private final MqttDoors doors;
    private final Map<String, Integer> ports = new TreeMap<>();
    private @Nullable MqttDoor door;

    MqttListening(MqttProperties properties, MqttDialect dialect, MqttDoors doors) {
        this.properties = properties;
        this.dialect = dialect;
        this.doors = doors;
    }

    @Override
    public synchronized void start() {
        var opened = doors.open(properties.limits());
        door = opened;
        properties.listeners().forEach((name, listener) -> {
            var where = new MqttListener(name, listener.transport(), properties.bind(), listener.port());
            var port = opened.open(where, dialectOf(listener));
            ports.put(name, port);
            LOG.info("event=mqtt-listening listener={} transport={} port={}", name, listener.transport(), port);
        });
    }

    private MqttDialect dialectOf(MqttProperties.Listener listener) {
        var anonymous = listener.anonymousApplication();
        return anonymous == null || anonymous.isEmpty()
                ? dialect
                : new AnonymousDialect(new ApplicationId(anonymous), dialect);
    }

    /** The port a listener is bound to, by its name; null when there is none. */
    synchronized @Nullable Integer port(String listener) {
        return ports.get(listener);
    }

    @Override
    public synchronized void stop() {
        if (door != null) {
            door.close();
            door = null;
            ports.clear();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return door != null;
    }
}
