/** How much of anything a stranger may take. */
@NullMarked
package io.trunkline.broker.limits;

import org.jspecify.annotations.NullMarked;
