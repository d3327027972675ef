/** What is measured, on whom, and against which target. */
@NullMarked
package io.trunkline.bench.scenario;

import org.jspecify.annotations.NullMarked;
