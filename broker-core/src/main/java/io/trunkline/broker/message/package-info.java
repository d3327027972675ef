/** What is handed in, and what it becomes once it is admitted. */
@NullMarked
package io.trunkline.broker.message;

import org.jspecify.annotations.NullMarked;
