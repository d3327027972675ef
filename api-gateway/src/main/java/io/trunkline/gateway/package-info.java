/** The public edge: where Spring meets the core. */
@NullMarked
package io.trunkline.gateway;

import org.jspecify.annotations.NullMarked;
