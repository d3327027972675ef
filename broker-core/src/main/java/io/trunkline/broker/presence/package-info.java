/** Who is there: the news of clients that come and go, and the question who hears a topic. */
@NullMarked
package io.trunkline.broker.presence;

import org.jspecify.annotations.NullMarked;
