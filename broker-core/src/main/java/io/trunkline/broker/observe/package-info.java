/** What the broker tells those who count, on the side and never in the way. */
@NullMarked
package io.trunkline.broker.observe;

import org.jspecify.annotations.NullMarked;
