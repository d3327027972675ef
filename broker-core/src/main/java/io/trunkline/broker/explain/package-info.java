/** Why a connection got or did not get a message: what is written down of each publication, and how it is read. */
@NullMarked
package io.trunkline.broker.explain;

import org.jspecify.annotations.NullMarked;
