/** Exits: what clients send to their application's backends goes to queues, topics and webhooks outside the platform. */
@NullMarked
package io.trunkline.gateway.forward;

import org.jspecify.annotations.NullMarked;
