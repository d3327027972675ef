/** Network addresses and ranges of them, as settings and applications name them. */
@NullMarked
package io.trunkline.gateway.address;

import org.jspecify.annotations.NullMarked;
