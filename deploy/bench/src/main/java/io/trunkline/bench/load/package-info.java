/** The closed loop: so many publications in flight, each done when everybody has it. */
@NullMarked
package io.trunkline.bench.load;

import org.jspecify.annotations.NullMarked;
