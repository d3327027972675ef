/** The door of server-sent events: clients that only listen, over plain HTTP, in the frames that WebSocket clients hear. */
@NullMarked
package io.trunkline.gateway.sse;

import org.jspecify.annotations.NullMarked;
