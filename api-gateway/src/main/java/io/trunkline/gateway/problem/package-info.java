/** What the gateway's own HTTP answers look like when the answer is no: problem details of RFC 9457. */
@NullMarked
package io.trunkline.gateway.problem;

import org.jspecify.annotations.NullMarked;
