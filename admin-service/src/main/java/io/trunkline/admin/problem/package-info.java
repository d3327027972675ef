/** Errors as RFC 9457 problem details, one shape for all of the service. */
@NullMarked
package io.trunkline.admin.problem;

import org.jspecify.annotations.NullMarked;
