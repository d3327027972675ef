/** Who hears what: subscriptions, matching, and the outboxes deliveries wait in. */
@NullMarked
package io.trunkline.broker.routing;

import org.jspecify.annotations.NullMarked;
