package io.trunkline.gateway.database;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** The driver draws a nonce of a few bytes from the platform when it logs in by password, once for each connection, on a loop that no client's line is on. */
public final class DatabaseLogin implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.r2dbc.postgresql.authentication.SASLAuthenticationHandler", "handle");
    }
}
