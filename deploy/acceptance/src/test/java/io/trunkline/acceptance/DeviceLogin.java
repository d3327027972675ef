package io.trunkline.acceptance;

import org.jspecify.annotations.Nullable;

/**
 * What an MQTT client says when it connects.
 *
 * @param keep whether its session outlives the connection
 */
record DeviceLogin(
        Way way,
        String user,
        String password,
        String clientId,
        boolean keep,
        @Nullable Said will) {
    DeviceLogin by(Way other) {
        return new DeviceLogin(other, user, password, clientId, keep, will);
    }

    DeviceLogin kept() {
        return new DeviceLogin(way, user, password, clientId, true, will);
    }

    DeviceLogin leaving(Said last) {
        return new DeviceLogin(way, user, password, clientId, keep, last);
    }
}
