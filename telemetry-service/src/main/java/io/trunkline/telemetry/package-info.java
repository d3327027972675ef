/** The keeper of usage. */
@NullMarked
package io.trunkline.telemetry;

import org.jspecify.annotations.NullMarked;
