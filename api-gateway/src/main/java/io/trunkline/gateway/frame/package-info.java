/** What doors that speak JSON tell their clients, the same on WebSocket and as server-sent events; how it is framed is the door's. */
@NullMarked
package io.trunkline.gateway.frame;

import org.jspecify.annotations.NullMarked;
