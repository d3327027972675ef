/** What is counted: latencies, sequence numbers, processor time and memory of a server. */
@NullMarked
package io.trunkline.bench.measure;

import org.jspecify.annotations.NullMarked;
