/** What topics remember. */
@NullMarked
package io.trunkline.broker.history;

import org.jspecify.annotations.NullMarked;
