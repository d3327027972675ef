/** Who is calling, and what that caller may see. */
@NullMarked
package io.trunkline.telemetry.security;

import org.jspecify.annotations.NullMarked;
