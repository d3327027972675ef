/** Counted facts per application and minute, and how long they are kept. */
@NullMarked
package io.trunkline.telemetry.usage;

import org.jspecify.annotations.NullMarked;
