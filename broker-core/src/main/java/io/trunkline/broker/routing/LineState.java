package io.trunkline.broker.routing;

import org.jspecify.annotations.Nullable;

/**
 * What a door knows of the line behind a connection, now.
 *
 * @param address where its client is, literally; null where there is none at the moment, or none outside the platform
 * @param session of protocols whose sessions outlive their lines, else null
 */
public record LineState(@Nullable String address, @Nullable Session session) {
    public static final LineState UNKNOWN = new LineState(null, null);

    /**
     * A session, with or without a line.
     *
     * @param clientId as the client calls itself
     * @param online whether a line has it
     * @param inFlight messages sent and not yet acknowledged
     * @param queued messages that wait to be sent
     * @param bytesIn bytes that its present line has brought; 0 without one
     * @param bytesOut bytes that its present line has taken; 0 without one
     */
    public record Session(String clientId, boolean online, int inFlight, int queued, long bytesIn, long bytesOut) {}
}
