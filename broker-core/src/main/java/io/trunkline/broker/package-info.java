/** The routing core: one door by which every message enters, and the connections it leaves by. */
@NullMarked
package io.trunkline.broker;

import org.jspecify.annotations.NullMarked;
