/** Exits that live on a Netty channel: deliveries are queued per event loop and leave in one flush per channel. */
@NullMarked
package io.trunkline.channel;

import org.jspecify.annotations.NullMarked;
