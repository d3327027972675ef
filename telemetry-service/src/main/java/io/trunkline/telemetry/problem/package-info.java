/** Every error of this service as RFC 9457 problem details. */
@NullMarked
package io.trunkline.telemetry.problem;

import org.jspecify.annotations.NullMarked;
