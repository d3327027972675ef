/** Topics' logs in the gateway's database: batches that are committed together, and readers that share what was read. */
@NullMarked
package io.trunkline.gateway.history;

import org.jspecify.annotations.NullMarked;
