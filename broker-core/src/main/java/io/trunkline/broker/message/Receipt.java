package io.trunkline.broker.message;

import java.time.Instant;

/**
 * The publisher's proof of acceptance.
 *
 * @param id the publication's id
 * @param subscribers the deliveries it made at once on this node
 */
public record Receipt(String id, Instant time, int subscribers) {}
