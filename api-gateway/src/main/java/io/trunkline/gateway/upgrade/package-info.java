/** From an HTTP request to a WebSocket: what all doors do that are entered that way. */
@NullMarked
package io.trunkline.gateway.upgrade;

import org.jspecify.annotations.NullMarked;
