/** How the gateway writes what it keeps: as few bytes as it takes, in an order of their own. */
@NullMarked
package io.trunkline.gateway.packed;

import org.jspecify.annotations.NullMarked;
