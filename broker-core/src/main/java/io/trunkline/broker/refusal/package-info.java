/** The broker's no, and why. */
@NullMarked
package io.trunkline.broker.refusal;

import org.jspecify.annotations.NullMarked;
