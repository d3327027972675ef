/** How a publication reaches the other nodes. */
@NullMarked
package io.trunkline.broker.cluster;

import org.jspecify.annotations.NullMarked;
