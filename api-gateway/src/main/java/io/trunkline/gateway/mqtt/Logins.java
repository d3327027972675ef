package io.trunkline.gateway.mqtt;

import io.trunkline.broker.access.Permissions;
import io.trunkline.gateway.identity.Authenticator;
import io.trunkline.gateway.identity.Handshakes;
import io.trunkline.mqtt.MqttDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who may log in where.
 *
 * @param dialects by their names, whatever package they are of
 */
record Logins(Map<String, MqttDialect> dialects, Authenticator authenticator, Handshakes handshakes) {

    MqttDialect of(ListenerProperties listener) {
        var asked = new ArrayList<MqttDialect>();
        var certificates = listener.certificates();
        var opened = certificates.opens();
        if (opened != null) {
            asked.add(new CertificateDialect(opened, Permissions.of(certificates.permissions()), authenticator));
        }
        var open = listener.open();
        if (open != null) {
            asked.add(new AnonymousDialect(open, authenticator));
        }
        asked.addAll(named(listener.dialects()));
        return new ListenerDialect(List.copyOf(asked), handshakes);
    }

    MqttDialect of(List<String> names) {
        return new ListenerDialect(named(names), handshakes);
    }

    private List<MqttDialect> named(List<String> names) {
        return names.stream().map(this::named).toList();
    }

    private MqttDialect named(String name) {
        var dialect = dialects.get(name);
        if (dialect == null) {
            throw new IllegalStateException("there is no MQTT dialect " + name + ", but " + dialects.keySet());
        }
        return dialect;
    }
}
