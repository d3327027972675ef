/** Who was authenticated, in which application, and what that principal may do. */
@NullMarked
package io.trunkline.broker.access;

import org.jspecify.annotations.NullMarked;
