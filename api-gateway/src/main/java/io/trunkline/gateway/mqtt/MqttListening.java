package io.trunkline.gateway.mqtt;

import io.trunkline.gateway.address.AddressRanges;
import io.trunkline.gateway.tls.ServerTls;
import io.trunkline.mqtt.Approach;
import io.trunkline.mqtt.MqttDoor;
import io.trunkline.mqtt.MqttInlet;
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

    /** What the HTTP ports are called together, in metrics and the log. */
    private static final String WEB = "web";

    private final MqttProperties properties;
    private final Equipment equipment;
    private final Map<String, Integer> ports = new TreeMap<>();
    private @Nullable MqttDoor door;
    private volatile @Nullable MqttInlet web;

    /** What listeners are made with. */
    record Equipment(MqttDoors doors, Logins logins, ServerTls tls, ListenerMeters meters) {}

    MqttListening(MqttProperties properties, Equipment equipment) {
        this.properties = properties;
        this.equipment = equipment;
    }

    @Override
    public synchronized void start() {
        var opened = equipment.doors().open(properties.limits());
        door = opened;
        opened.restore(properties.restoreWithin());
        properties.listeners().forEach((name, listener) -> {
            if (listener.enabled()) {
                open(opened, name, listener);
            }
        });
        var dialects = properties.web().dialects();
        if (!dialects.isEmpty()) {
            web = opened.inlet(
                    WEB, equipment.logins().of(dialects), equipment.meters().of(WEB));
        }
    }

    private void open(MqttDoor opened, String name, ListenerProperties listener) {
        var where =
                new MqttListener(name, listener.transport(), properties.bind(), listener.port(), approach(listener));
        var port = opened.open(
                where, equipment.logins().of(listener), equipment.meters().of(name));
        ports.put(name, port);
        LOG.info("event=mqtt-listening listener={} transport={} port={}", name, listener.transport(), port);
    }

    private Approach approach(ListenerProperties listener) {
        var proxies = AddressRanges.of(listener.trustedProxies());
        return new Approach(
                listener.transport().isSecure()
                        ? equipment.tls().contexts(listener.certificates().policy())
                        : null,
                listener.proxyProtocol() ? proxies::contains : null);
    }

    /** The port a listener is bound to, by its name; null when there is none. */
    synchronized @Nullable Integer port(String listener) {
        return ports.get(listener);
    }

    /** The way in from the HTTP ports; null when there is none. */
    @Nullable
    MqttInlet web() {
        return web;
    }

    @Override
    public synchronized void stop() {
        if (door != null) {
            web = null;
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
