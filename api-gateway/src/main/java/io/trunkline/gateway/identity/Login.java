package io.trunkline.gateway.identity;

import io.trunkline.broker.Tenure;
import io.trunkline.broker.access.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a token has proved.
 *
 * @param expiry the end of the token itself, null if it has none; it does not end a line unless the application wants that
 * @param tenure whether the one who showed it may still be here, by the application's record as it is now
 */
public record Login(Principal principal, @Nullable Instant expiry, Tenure tenure) {}
