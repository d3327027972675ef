package io.trunkline.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * What a CONNECT packet, and the connection it came by, say about who is there.
 *
 * @param clientId the client's own or the one just assigned, never empty
 * @param version the protocol level: 3 (MQTT 3.1), 4 (3.1.1) or 5
 * @param listener the name of the listener it came by
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record MqttLoginAttempt(
        String clientId,
        @Nullable String userName,
        byte @Nullable [] password,
        int version,
        MqttPeer peer,
        String listener) {

    /** Whether it came without a user name and without a password. */
    public boolean isAnonymous() {
        return userName == null && password == null;
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "MqttLoginAttempt[listener=" + listener + ", version=" + version + ", address=" + peer.address() + "]";
    }
}
