package io.trunkline.broker.presence;

import java.time.Instant;

/**
 * A client that is there.
 *
 * @param since when it connected
 */
public record Present(String subject, String connectionId, Instant since) {}
