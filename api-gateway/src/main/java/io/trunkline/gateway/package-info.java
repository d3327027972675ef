/** The public edge: every door and every exit. This package holds only what starts it and where Spring meets the core. */
@NullMarked
package io.trunkline.gateway;

import org.jspecify.annotations.NullMarked;
