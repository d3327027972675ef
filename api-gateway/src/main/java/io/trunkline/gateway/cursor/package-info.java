/** The database as the store of the core's cursors. */
@NullMarked
package io.trunkline.gateway.cursor;

import org.jspecify.annotations.NullMarked;
