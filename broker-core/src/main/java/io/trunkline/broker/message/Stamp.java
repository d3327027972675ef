package io.trunkline.broker.message;

import java.time.Instant;

/**
 * What makes a message a publication.
 *
 * @param id the publisher's id or a made one
 * @param time when it was admitted, by the node's clock
 * @param origin the node that admitted it
 */
public record Stamp(String id, Instant time, String origin) {}
