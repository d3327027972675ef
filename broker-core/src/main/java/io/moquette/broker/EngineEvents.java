package io.moquette.broker;

/** What the engine tells about its sessions; every call comes on the session's own loop, but {@link #opened} on its channel's. */
public interface EngineEvents {

    /** The CONNACK is on the wire and the session takes deliveries. */
    void opened(String sessionId);

    /** The session and all it held are gone. */
    void destroyed(String sessionId);
}
