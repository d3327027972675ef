/** Why a connection got or did not get a message, over HTTP. */
@NullMarked
package io.trunkline.gateway.explain;

import org.jspecify.annotations.NullMarked;
