/** The load generator of make bench. */
@NullMarked
package io.trunkline.bench;

import org.jspecify.annotations.NullMarked;
