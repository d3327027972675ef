/** Who is asking: a token and the keys of an application become a principal, or a refusal. */
@NullMarked
package io.trunkline.gateway.identity;

import org.jspecify.annotations.NullMarked;
