package io.trunkline.mqtt;

import java.util.Locale;

/** Why a connection ended before anyone was asked about its login. */
enum Turned {
    /** Too many have not logged in yet. */
    TOO_MANY,
    /** Too many of this address have not logged in yet. */
    TOO_MANY_OF_ADDRESS,
    /** It did not begin with a PROXY header, or not from a proxy of ours. */
    PROXY,
    /** The TLS handshake failed or took too long. */
    TLS,
    /** The WebSocket handshake did not ask for what is spoken here. */
    WEBSOCKET,
    /** It was not in within its time. */
    LATE,
    /** What it sent is no CONNECT, or none that may be accepted. */
    PROTOCOL,
    /** The login was answered by a fault. */
    FAULT;

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
