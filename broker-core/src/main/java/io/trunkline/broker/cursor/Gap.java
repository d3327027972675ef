package io.trunkline.broker.cursor;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.topic.Topic;

/**
 * What a log had forgotten when its cursor came to it: all behind one position up to another.
 *
 * @param count how many the cursor was not done with
 * @param absent whether nobody was there to take them in time
 */
record Gap(Topic topic, Position after, Position last, long count, boolean absent) {}
