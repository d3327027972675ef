/** Topic names and the filters that match them. */
@NullMarked
package io.trunkline.broker.topic;

import org.jspecify.annotations.NullMarked;
