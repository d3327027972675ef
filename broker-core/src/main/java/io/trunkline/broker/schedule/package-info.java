/** What is published later. */
@NullMarked
package io.trunkline.broker.schedule;

import org.jspecify.annotations.NullMarked;
