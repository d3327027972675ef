/** The realtime door: JSON over WebSocket, and its HTTP data plane; the whole of that wire vocabulary and nothing else. */
@NullMarked
package io.trunkline.gateway.realtime;

import org.jspecify.annotations.NullMarked;
