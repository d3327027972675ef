/** The protocols the load generator speaks, cut to what a load needs and cheaper than any server. */
@NullMarked
package io.trunkline.bench.wire;

import org.jspecify.annotations.NullMarked;
